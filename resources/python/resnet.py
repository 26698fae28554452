def build(config, classes):
    def middle(c, stride):
        return nn.Conv2d(c, c, 3, stride, 1, bias=False)

    return Resnet(config.get("width", 64), config["depths"], classes, middle)
