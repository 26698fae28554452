class ChannelNorm(nn.LayerNorm):
    """Of N C H W, over C."""

    def forward(self, x):
        return super().forward(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


class Block(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.dwconv = nn.Conv2d(c, c, 7, padding=3, groups=c)
        self.norm = nn.LayerNorm(c, eps=1e-6)
        self.pwconv1, self.pwconv2 = nn.Linear(c, 4 * c), nn.Linear(4 * c, c)
        self.gamma = nn.Parameter(torch.ones(c))

    def forward(self, x):
        y = self.norm(self.dwconv(x).permute(0, 2, 3, 1))
        y = self.gamma * self.pwconv2(F.gelu(self.pwconv1(y)))
        return x + y.permute(0, 3, 1, 2)


class ConvNext(nn.Module):
    def __init__(self, dims, depths, classes):
        super().__init__()
        self.downsample_layers, self.stages = nn.ModuleList(), nn.ModuleList()
        before = 3
        for i, (c, depth) in enumerate(zip(dims, depths)):
            if i == 0:
                parts = nn.Conv2d(before, c, 4, 4), ChannelNorm(c, eps=1e-6)
            else:
                parts = ChannelNorm(before, eps=1e-6), nn.Conv2d(before, c, 2, 2)
            self.downsample_layers.append(nn.Sequential(*parts))
            self.stages.append(nn.Sequential(*[Block(c) for _ in range(depth)]))
            before = c
        self.norm = nn.LayerNorm(before, eps=1e-6)
        self.head = nn.Linear(before, classes) if classes else nn.Identity()

    def forward(self, x):
        for downsample, stage in zip(self.downsample_layers, self.stages):
            x = stage(downsample(x))
        return self.head(self.norm(x.mean((2, 3))))


def build(config, classes):
    return ConvNext(config["dims"], config["depths"], classes)
