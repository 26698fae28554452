class Bottleneck(nn.Module):
    def __init__(self, before, planes, stride, middle):
        super().__init__()
        after = 4 * planes
        self.conv1, self.bn1 = nn.Conv2d(before, planes, 1, bias=False), nn.BatchNorm2d(planes)
        self.conv2, self.bn2 = middle(planes, stride), nn.BatchNorm2d(planes)
        self.conv3, self.bn3 = nn.Conv2d(planes, after, 1, bias=False), nn.BatchNorm2d(after)
        self.downsample = nn.Identity()
        if stride > 1 or before != after:
            self.downsample = nn.Sequential(nn.Conv2d(before, after, 1, stride, bias=False),
                                            nn.BatchNorm2d(after))

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = F.relu(self.bn2(self.conv2(y)))
        return F.relu(self.bn3(self.conv3(y)) + self.downsample(x))


class Resnet(nn.Module):
    def __init__(self, width, depths, classes, middle):
        super().__init__()
        self.conv1 = nn.Conv2d(3, width, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        before, self.stages = width, range(1, len(depths) + 1)
        for i, depth in zip(self.stages, depths):
            blocks, planes = [], width * 2 ** (i - 1)
            for j in range(depth):
                blocks.append(Bottleneck(before, planes, 2 if i > 1 and j == 0 else 1, middle))
                before = 4 * planes
            self.add_module(f"layer{i}", nn.Sequential(*blocks))
        self.fc = nn.Linear(before, classes) if classes else nn.Identity()

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x))), 3, 2, 1)
        for i in self.stages:
            x = self.get_submodule(f"layer{i}")(x)
        return self.fc(x.mean((2, 3)))
