"""The figures that colleges report to their ministry, each with what it is made of."""
