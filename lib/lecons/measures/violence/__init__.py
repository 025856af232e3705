"""Violence over time: what a monthly series of incidents can say of the months after a project began."""
