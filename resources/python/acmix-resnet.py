class Acmix(nn.Module):
    """rate1 * attention(q, k, v) + rate2 * convolution(q, k, v)."""

    def __init__(self, c, heads, k_att, k_conv, stride):
        super().__init__()
        d, taps = c // heads, k_conv * k_conv
        self.heads, self.d, self.k, self.stride = heads, d, k_att, stride
        self.conv1, self.conv2, self.conv3 = (nn.Conv2d(c, c, 1) for _ in range(3))
        self.conv_p = nn.Conv2d(2, d, 1)
        self.fc = nn.Conv2d(3 * heads, taps, 1, bias=False)
        self.dep_conv = nn.Conv2d(taps * d, c, k_conv, stride, k_conv // 2, groups=d)
        nn.init.zeros_(self.dep_conv.bias)  # published files have none
        self.rate1, self.rate2 = nn.Parameter(torch.ones(1)), nn.Parameter(torch.ones(1))
        self.out_att, self.out_conv = nn.Identity(), nn.Identity()

    def attend(self, q, k, v):
        n, c, h, w = q.shape
        q, k, v = (t.reshape(n * self.heads, self.d, h, w) for t in (q, k, v))
        p = self.conv_p(positions(h, w))
        at, own = (t[:, :, ::self.stride, ::self.stride] for t in (q, p))
        keys = footprint(k, self.k, self.stride) - footprint(p, self.k, self.stride)
        keys = keys + own.flatten(2)[:, :, None]
        score = (at.flatten(2)[:, :, None] * keys).sum(1) * self.d ** -0.5
        y = (score.softmax(1)[:, None] * footprint(v, self.k, self.stride)).sum(2)
        return y.reshape(n, c, *at.shape[2:])

    def convolve(self, qkv):
        n, _, h, w = qkv[0].shape
        heads = torch.cat([t.reshape(n, self.heads, self.d, h * w) for t in qkv], 1)
        return self.dep_conv(self.fc(heads).transpose(1, 2).reshape(n, -1, h, w))

    def forward(self, x):
        qkv = self.conv1(x), self.conv2(x), self.conv3(x)
        att, conv = self.out_att(self.attend(*qkv)), self.out_conv(self.convolve(qkv))
        return self.rate1 * att + self.rate2 * conv


def build(config, classes):
    sizes = config.get("heads", 4), config.get("k_att", 7), config.get("k_conv", 3)

    def middle(c, stride):
        return Acmix(c, *sizes, stride)

    return Resnet(config.get("width", 64), config["depths"], classes, middle)
