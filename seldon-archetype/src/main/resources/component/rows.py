class InvalidInput(ValueError):
    """The caller's data cannot be used. The message is for the caller."""


def rows(values, columns: list) -> np.ndarray:
    """Returns the values as rows of numbers, with one column per name.

    Raises InvalidInput if they are anything else.
    """
    try:
        values = np.asarray(values, dtype=np.float64)
    except (OverflowError, TypeError, ValueError) as error:
        raise InvalidInput(f"the data must be numbers: {error}") from error
    if values.shape[1:] != (len(columns),) or len(values) == 0:
        raise InvalidInput(
            f"the data must be rows of {len(columns)} numbers ({', '.join(columns)}), "
            f"not an array of shape {list(values.shape)}"
        )
    if not np.isfinite(values).all():
        raise InvalidInput("the data must be finite numbers")
    return values
