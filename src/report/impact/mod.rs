//! What a change of rule does, drawn.
