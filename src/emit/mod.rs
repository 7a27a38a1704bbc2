//! From the model to artifacts.
