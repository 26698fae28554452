class Attention(nn.Module):
    """Pairwise: softmax over the footprint of MLP([q - k, where - where]); patchwise: MLP([q, all
    k of the footprint]) as it is. Channel c of the values is weighted by map c % maps."""

    def __init__(self, pairwise, c, k):
        super().__init__()
        rel, out = c // 16, c // 4
        maps = max(out // 8, 1)
        self.pairwise, self.k, self.maps = pairwise, k, maps
        self.conv1 = nn.Conv2d(c, rel, 1)
        self.conv2 = nn.Conv2d(c, rel, 1)
        self.conv3 = nn.Conv2d(c, out, 1)
        if pairwise:
            self.conv_p = nn.Conv2d(2, 2, 1)
        sizes = (rel + 2, rel, maps) if pairwise else (rel * (k * k + 1), maps, maps * k * k)
        self.conv_w = nn.Sequential(
            nn.BatchNorm2d(sizes[0]), nn.ReLU(), nn.Conv2d(sizes[0], sizes[1], 1, bias=False),
            nn.BatchNorm2d(sizes[1]), nn.ReLU(), nn.Conv2d(sizes[1], sizes[2], 1))

    def weights(self, x):
        """N maps k*k H*W."""
        n, _, h, w = x.shape
        q, keys = self.conv1(x).flatten(2)[:, :, None], footprint(self.conv2(x), self.k)
        if self.pairwise:
            p = self.conv_p(positions(h, w))
            where = (p.flatten(2)[:, :, None] - footprint(p, self.k)).expand(n, -1, -1, -1)
            return self.conv_w(torch.cat((q - keys, where), 1)).softmax(2)
        joint = torch.cat((q, keys.flatten(1, 2)[:, :, None]), 1)
        return self.conv_w(joint).reshape(n, self.maps, self.k * self.k, h * w)

    def forward(self, x):
        values = footprint(self.conv3(x), self.k).unflatten(1, (-1, self.maps))
        y = (self.weights(x)[:, None] * values).sum(3)
        return y.reshape(x.shape[0], -1, *x.shape[2:])


class Block(nn.Module):
    def __init__(self, pairwise, c, k):
        super().__init__()
        self.bn1 = nn.BatchNorm2d(c)
        self.sam = Attention(pairwise, c, k)
        self.bn2 = nn.BatchNorm2d(c // 4)
        self.conv = nn.Conv2d(c // 4, c, 1)

    def forward(self, x):
        return x + self.conv(F.relu(self.bn2(self.sam(F.relu(self.bn1(x))))))


class BatchNormRelu(nn.BatchNorm2d):
    """The relu is a module of its own so that it can be looked at: bn4.relu."""

    def __init__(self, c):
        super().__init__(c)
        self.relu = nn.ReLU()

    def forward(self, x):
        return self.relu(super().forward(x))


class San(nn.Module):
    def __init__(self, pairwise, width, depths, kernels, classes):
        super().__init__()
        self.stages = range(len(depths))
        self.conv_in = nn.Conv2d(3, width, 1, bias=False)
        self.bn_in = nn.BatchNorm2d(width)
        before = width
        for i, depth, k in zip(self.stages, depths, kernels):
            c = width if i == 0 else width * 2 ** (i + 1)
            blocks = [Block(pairwise, c, k) for _ in range(depth)]
            self.add_module(f"conv{i}", nn.Conv2d(before, c, 1, bias=False))
            self.add_module(f"layer{i}", nn.Sequential(*blocks))
            self.add_module(f"bn{i}", BatchNormRelu(c))
            before = c
        self.fc = nn.Linear(before, classes) if classes else nn.Identity()

    def forward(self, x):
        x = F.relu(self.bn_in(self.conv_in(x)))
        for i in self.stages:
            x = self.get_submodule(f"conv{i}")(F.max_pool2d(x, 2))
            x = self.get_submodule(f"bn{i}")(self.get_submodule(f"layer{i}")(x))
        return self.fc(x.mean((2, 3)))


def build(config, classes):
    return San(config["kind"] == "pairwise", config.get("width", 64), config["depths"],
               config["kernels"], classes)
