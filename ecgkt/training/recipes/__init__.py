"""The named settings that models are trained with."""
