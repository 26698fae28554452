class Gate(nn.Sequential):
    def forward(self, u):
        return u * super().forward(u)


class Shortcut(nn.Sequential):
    def forward(self, x):
        return x + super().forward(x)


class Block(nn.Module):
    def __init__(self, c, ratio):
        super().__init__()
        h = c * ratio
        self.norm1, self.norm2 = nn.BatchNorm2d(c), nn.BatchNorm2d(c)
        self.layer_scale_1 = nn.Parameter(torch.ones(c))
        self.layer_scale_2 = nn.Parameter(torch.ones(c))
        lka = chain(Gate, conv0=nn.Conv2d(c, c, 5, padding=2, groups=c),
                    conv_spatial=nn.Conv2d(c, c, 7, padding=9, dilation=3, groups=c),
                    conv1=nn.Conv2d(c, c, 1))
        self.attn = chain(Shortcut, proj_1=nn.Conv2d(c, c, 1), activation=nn.GELU(),
                          spatial_gating_unit=lka, proj_2=nn.Conv2d(c, c, 1))
        self.mlp = chain(fc1=nn.Conv2d(c, h, 1),
                         dwconv=chain(dwconv=nn.Conv2d(h, h, 3, padding=1, groups=h)),
                         act=nn.GELU(), fc2=nn.Conv2d(h, c, 1))

    def forward(self, x):
        x = x + self.layer_scale_1[:, None, None] * self.attn(self.norm1(x))
        return x + self.layer_scale_2[:, None, None] * self.mlp(self.norm2(x))


class Van(nn.Module):
    def __init__(self, widths, mlp_ratios, depths, classes):
        super().__init__()
        before = 3
        self.stages = range(1, len(widths) + 1)
        for i, c, ratio, depth in zip(self.stages, widths, mlp_ratios, depths):
            k, stride = (7, 4) if i == 1 else (3, 2)
            embed = chain(proj=nn.Conv2d(before, c, k, stride, k // 2), norm=nn.BatchNorm2d(c))
            self.add_module(f"patch_embed{i}", embed)
            self.add_module(f"block{i}", nn.Sequential(*[Block(c, ratio) for _ in range(depth)]))
            self.add_module(f"norm{i}", nn.LayerNorm(c, eps=1e-6))
            before = c
        self.head = nn.Linear(before, classes) if classes else nn.Identity()

    def forward(self, x):
        for i in self.stages:
            x = self.get_submodule(f"patch_embed{i}")(x)
            x = self.get_submodule(f"block{i}")(x)
            x = self.get_submodule(f"norm{i}")(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)
        return self.head(x.mean((2, 3)))


def build(config, classes):
    return Van(config["widths"], config["mlp_ratios"], config["depths"], classes)
