def cut(x, s):
    """N H W C -> windows, s*s, C."""
    n, h, w, c = x.shape
    return x.reshape(n, h // s, s, w // s, s, c).transpose(2, 3).reshape(-1, s * s, c)


def join(x, s, side):
    """The other way about."""
    m, c = side // s, x.shape[-1]
    return x.reshape(-1, m, m, s, s, c).transpose(2, 3).reshape(-1, side, side, c)


class WindowAttention(nn.Module):
    def __init__(self, c, heads, window, shift, side):
        super().__init__()
        self.heads, self.window, self.side = heads, window, side
        self.qkv, self.proj = nn.Linear(c, 3 * c), nn.Linear(c, c)
        span = 2 * window - 1
        self.relative_position_bias_table = nn.Parameter(torch.zeros(span * span, heads))
        y, x = (t.flatten() for t in torch.meshgrid(*[torch.arange(window)] * 2, indexing="ij"))
        self.offset = (y[:, None] - y + window - 1) * span + x[:, None] - x + window - 1
        # Rolling brings together what is no neighbour: only the same part attends to itself.
        row = torch.arange(side)
        part = (row >= side - window).int() + (row >= side - shift).int()
        part = cut((3 * part[:, None] + part)[None, :, :, None], window)
        self.apart = -100.0 * (part != part.transpose(1, 2))[:, None]

    def attend(self, qkv):
        q, k, v = cut(qkv, self.window).unflatten(-1, (3, self.heads, -1)).permute(2, 0, 3, 1, 4)
        score = q @ k.transpose(2, 3) * q.shape[-1] ** -0.5
        score = score + self.relative_position_bias_table[self.offset].permute(2, 0, 1)
        score = (score.unflatten(0, (-1, len(self.apart))) + self.apart).flatten(0, 1)
        y = (score.softmax(-1) @ v).transpose(1, 2).flatten(2)
        return join(self.proj(y), self.window, self.side)

    def forward(self, x):
        return self.attend(self.qkv(x))


class Block(nn.Module):
    def __init__(self, attention, c, heads, window, shift, side):
        super().__init__()
        self.shift = shift
        self.norm1, self.norm2 = nn.LayerNorm(c), nn.LayerNorm(c)
        self.attn = attention(c, heads, window, shift, side)
        self.mlp = chain(fc1=nn.Linear(c, 4 * c), act=nn.GELU(), fc2=nn.Linear(4 * c, c))

    def forward(self, x):
        y = self.attn(self.norm1(x).roll((-self.shift, -self.shift), (1, 2)))
        x = x + y.roll((self.shift, self.shift), (1, 2))
        return x + self.mlp(self.norm2(x))


class Merge(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.norm, self.reduction = nn.LayerNorm(4 * c), nn.Linear(4 * c, 2 * c, bias=False)

    def forward(self, x):
        corners = [x[:, i::2, j::2] for j in (0, 1) for i in (0, 1)]
        return self.reduction(self.norm(torch.cat(corners, -1)))


class ToLast(nn.Module):
    def forward(self, x):
        return x.permute(0, 2, 3, 1)


class Swin(nn.Module):
    """The features lie N H W C."""

    def __init__(self, attention, dim, depths, heads, window, image, classes):
        super().__init__()
        self.patch_embed = chain(proj=nn.Conv2d(3, dim, 4, 4), last=ToLast(),
                                 norm=nn.LayerNorm(dim))
        self.layers = nn.ModuleList()
        for i, (depth, n) in enumerate(zip(depths, heads)):
            c, side = dim * 2 ** i, image // 4 // 2 ** i
            shifts = [window // 2 if j % 2 and side > window else 0 for j in range(depth)]
            blocks = [Block(attention, c, n, min(window, side), shift, side) for shift in shifts]
            downsample = Merge(c) if i + 1 < len(depths) else nn.Identity()
            self.layers.append(chain(blocks=nn.Sequential(*blocks), downsample=downsample))
        self.norm = nn.LayerNorm(c)
        self.head = nn.Linear(c, classes) if classes else nn.Identity()

    def forward(self, x):
        x = self.patch_embed(x)
        for layer in self.layers:
            x = layer(x)
        return self.head(self.norm(x).mean((1, 2)))


def build_swin(attention, config, classes):
    return Swin(attention, config["dim"], config["depths"], config["heads"],
                config.get("window", 7), config.get("image", 224), classes)
