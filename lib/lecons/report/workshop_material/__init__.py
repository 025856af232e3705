"""What a workshop needs before it takes place: slides, discussion sheets, a printed appraisal grid."""
