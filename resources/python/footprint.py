def footprint(x, k, stride=1):
    """N C H W -> N C k*k H'*W': what k x k around each position holds, borders reflected."""
    n, c, _, _ = x.shape
    x = F.pad(x, [k // 2] * 4, mode="reflect")
    return F.unfold(x, k, stride=stride).reshape(n, c, k * k, -1)


def positions(h, w):
    """1 2 H W: x, then y, from -1 at one edge to 1 at the other."""
    y, x = torch.meshgrid(torch.linspace(-1, 1, h), torch.linspace(-1, 1, w), indexing="ij")
    return torch.stack((x, y))[None]
