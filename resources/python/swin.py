def build(config, classes):
    return build_swin(WindowAttention, config, classes)
