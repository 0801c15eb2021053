//! Independent models.
