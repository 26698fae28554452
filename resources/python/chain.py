def chain(kind=nn.Sequential, **parts):
    """Layers one after the other, under the names that the checkpoint gives them."""
    return kind(OrderedDict(parts))
