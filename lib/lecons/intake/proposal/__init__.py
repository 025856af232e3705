"""What a proposal of mapping is made of (see intake.propose): how a sheet is laid out, which column
says what, which value means which code, and the text that an analyst reads."""
