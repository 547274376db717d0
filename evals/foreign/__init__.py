"""Questions on texts of other places, which a clerk took in and nobody marked by hand."""
