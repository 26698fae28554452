class Acmix(WindowAttention):
    """rate1 * attention by window + rate2 * convolution over the map, of the same q, k, v."""

    def __init__(self, c, heads, window, shift, side):
        super().__init__(c, heads, window, shift, side)
        self.fc = nn.Conv2d(3 * heads, 9, 1)
        self.dep_conv = nn.Conv2d(9 * c // heads, c, 3, padding=1, groups=c // heads)
        nn.init.zeros_(self.dep_conv.bias)  # published files have none
        self.rate1, self.rate2 = nn.Parameter(torch.ones(1)), nn.Parameter(torch.ones(1))
        self.out_att, self.out_conv = nn.Identity(), nn.Identity()

    def convolve(self, qkv):
        n, h, w, _ = qkv.shape
        heads = qkv.reshape(n, h * w, 3 * self.heads, -1).transpose(1, 2)
        mixed = self.fc(heads).permute(0, 3, 1, 2).reshape(n, -1, h, w)
        return self.dep_conv(mixed).permute(0, 2, 3, 1)

    def forward(self, x):
        qkv = self.qkv(x)
        att, conv = self.out_att(self.attend(qkv)), self.out_conv(self.convolve(qkv))
        return self.rate1 * att + self.rate2 * conv


def build(config, classes):
    return build_swin(Acmix, config, classes)
