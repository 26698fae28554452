#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes the small pictures of this folder and images.json: what Pillow's convert("RGB") gives for each.

Needs numpy and Pillow; nothing else in the project does. Each row of images.json: file, width, height, format, the
SHA-256 of the row-major RGB bytes. "turned": the SHA-256 of base.png turned upright from EXIF orientations 1 to 8.
Two differ from Pillow: 16-bit grey, which it clips to white, has the high bytes; CMYK in TIFF has libtiff's formula,
which rounds down.
"""
import hashlib
import io
import json
import pathlib
import struct
import zlib

import numpy as np
from PIL import Image, ImageOps

HERE = pathlib.Path(__file__).parent
random = np.random.RandomState(20)
rows = []


def digest(a):
    return hashlib.sha256(np.ascontiguousarray(a).tobytes()).hexdigest()


def record(name, kind, pixels=None):
    if pixels is None:
        pixels = np.asarray(Image.open(HERE / name).convert("RGB"))
    rows.append({"file": name, "width": pixels.shape[1], "height": pixels.shape[0], "format": kind,
                 "sha256": digest(pixels)})


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(name, colour, bits, interlaced=False, transparent=False, width=11, height=9):
    """Random bytes under every row filter, as libpng is seldom asked to write."""
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    passes = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
    data = b""
    for x, y, dx, dy in passes if interlaced else ((0, 0, 1, 1),):
        columns, lines = (width - x + dx - 1) // dx, (height - y + dy - 1) // dy
        for i in range(lines if columns > 0 else 0):
            data += bytes([i % 5]) + random.bytes((columns * channels * bits + 7) // 8)
    extra = b""
    if colour == 3:
        extra += chunk(b"PLTE", random.bytes(3 * 2 ** bits))
    if transparent:
        extra += chunk(b"tRNS", random.bytes(2 ** bits) if colour == 3 else struct.pack(">H", 1) * channels)
    header = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, int(interlaced))
    (HERE / name).write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra
                              + chunk(b"IDAT", zlib.compress(data, 9)) + chunk(b"IEND", b""))
    pixels = None
    if colour == 0 and bits == 16:
        wide = unfilter(data, width * 2, height, 2)
        pixels = np.repeat(wide[:, ::2, None], 3, axis=2)
    record(name, "PNG", pixels)


def unfilter(data, stride, height, step):
    out = np.zeros((height, stride), np.uint8)
    for y in range(height):
        kind, line = data[y * (stride + 1)], data[y * (stride + 1) + 1:(y + 1) * (stride + 1)]
        for x in range(stride):
            a = int(out[y, x - step]) if x >= step else 0
            b = int(out[y - 1, x]) if y else 0
            c = int(out[y - 1, x - step]) if y and x >= step else 0
            p = a + b - c
            paeth = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
            out[y, x] = (line[x] + (0, a, b, (a + b) // 2, paeth)[kind]) % 256
    return out


def save(image, name, kind, **options):
    image.save(HERE / name, **options)
    record(name, kind)


y, x, c = np.mgrid[0:18, 0:26, 0:3]
smooth = (128 + 90 * np.sin(x / 5 + c) + 30 * np.cos(y / 3 - c)).astype(np.uint8)
rgb = Image.fromarray(smooth)
grey = rgb.convert("L")
palette = rgb.quantize(8)
rgba = Image.fromarray(np.dstack([smooth, smooth[:, :, 1]]))
cmyk = Image.fromarray(np.dstack([smooth, 255 - smooth[:, :, 0] // 2]))
cmyk = Image.frombytes("CMYK", rgb.size, cmyk.tobytes())

save(Image.fromarray(smooth[:5, :7]), "base.png", "PNG")
for colour, depths in {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}.items():
    for bits in depths:
        if (colour, bits) != (3, 8):
            png(f"colour{colour}-{bits}.png", colour, bits, transparent=colour in (0, 2, 3))
png("interlaced.png", 2, 8, interlaced=True)
png("interlaced-2bit.png", 0, 2, interlaced=True)

for sampling in range(3):
    save(rgb, f"sampling{sampling}.jpg", "JPEG", quality=75, subsampling=sampling)
save(rgb, "progressive.jpg", "JPEG", quality=75, progressive=True)
save(rgb, "restarts.jpg", "JPEG", quality=75, restart_marker_blocks=1)
save(rgb, "rgb.jpg", "JPEG", quality=75, keep_rgb=True)
save(grey, "grey.jpg", "JPEG", quality=75)
save(grey, "grey-progressive.jpg", "JPEG", quality=75, progressive=True)
save(cmyk, "cmyk.jpg", "JPEG", quality=75)
data = bytearray((HERE / "cmyk.jpg").read_bytes())
at = data.index(b"Adobe") + 11
assert data[at] == 0
data[at] = 2  # the same numbers, to be read as YCCK
(HERE / "ycck.jpg").write_bytes(data)
record("ycck.jpg", "JPEG")

save(palette, "palette.gif", "GIF")
save(palette, "transparent.gif", "GIF", transparency=2)
save(palette, "interlaced.gif", "GIF", interlace=1)
save(palette, "animated.gif", "GIF", save_all=True, append_images=[rgb.rotate(180).quantize(8)])
save(grey.convert("1"), "bits.bmp", "BMP")
save(palette, "palette.bmp", "BMP")
save(rgb.crop((0, 0, 7, 5)), "rgb.bmp", "BMP")
save(rgba.crop((0, 0, 7, 5)), "rgba.bmp", "BMP")
for name, image in {"rgb": rgb, "rgba": rgba, "grey": grey, "palette": palette, "cmyk": cmyk}.items():
    image.save(HERE / f"{name}.tif", compression="tiff_lzw")
    ink = 255 - np.asarray(image).astype(int)
    record(f"{name}.tif", "TIFF",
           (ink[:, :, :3] * ink[:, :, 3:] // 255).astype(np.uint8) if name == "cmyk" else None)
save(rgb, "pages.tif", "TIFF", compression="tiff_lzw", save_all=True, append_images=[grey])
save(grey.convert("1"), "fax.tif", "TIFF", compression="group4")
for turn in range(1, 9):
    save(Image.fromarray(smooth[:5, :7]), f"turn{turn}.tif", "TIFF", tiffinfo={274: turn})
save(rgb.crop((0, 0, 7, 5)), "rgb.ppm", "PNM")
save(grey.crop((0, 0, 7, 5)), "grey.pgm", "PNM")
save(grey.convert("1").crop((0, 0, 11, 3)), "bits.pbm", "PNM")
for name, text in {"text.pbm": "P1\n# five columns\n5 2\n0 1 0 1 1\n11010\n", "text.pgm": "P2 4 2 15 0 1 2 3\n4 5 14 15\n",
                   "text.ppm": "P3\n2 2 # size\n100\n0 1 2 3 50 51\n99 100 98 10 30 90\n"}.items():
    (HERE / name).write_text(text)
    record(name, "PNM")
(HERE / "deep.ppm").write_bytes(b"P6\n3 2\n65535\n" + random.bytes(36))
record("deep.ppm", "PNM")
(HERE / "hundred.pgm").write_bytes(b"P5 101 1 100\n" + bytes(range(101)))
record("hundred.pgm", "PNM")
save(rgb, "lossless.webp", "WebP", lossless=True)
save(rgb, "lossy.webp", "WebP", quality=60)
save(rgba, "rgba.webp", "WebP", lossless=True, exact=True)

base = Image.open(HERE / "base.png")
turned = []
for turn in range(1, 9):
    exif = Image.Exif()
    exif[0x0112] = turn
    file = io.BytesIO()
    base.save(file, "PNG", exif=exif)
    turned.append(digest(np.asarray(ImageOps.exif_transpose(Image.open(file)))))
lines = ",\n".join(json.dumps(row) for row in rows)
(HERE / "images.json").write_text('{"images": [\n' + lines + '\n],\n"turned": ' + json.dumps(turned, indent=0) + "}\n")
