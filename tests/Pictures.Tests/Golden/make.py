"""Makes the pictures and golden values of these tests: /usr/bin/python3 make.py (Debian's python3-pil, python3-numpy, python3-torch).

pictures/*     small files of every format and kind
decoded.txt    name, width, height, mode, base64 of zlib of the pixels after ImageOps.exif_transpose and convert(mode)
resized.txt    how, mode, ratio, width, height, new width, new height, base64 of zlib of the new pixels; the old ones are Noise.Of
"""
import base64
import io
import os
import struct
import zlib

import numpy as np
import torch
from PIL import Image, ImageOps

here = os.path.dirname(os.path.abspath(__file__))
folder = os.path.join(here, "pictures")
os.makedirs(folder, exist_ok=True)


def noise(width, height, channels):
    """The same numbers as Noise.Of in C#: a linear congruential generator."""
    state, numbers = (width * 31 + height) * 31 + channels, []
    for _ in range(width * height * channels):
        state = (state * 1103515245 + 12345) % 2**31
        numbers.append(state >> 16 & 255)
    return np.array(numbers, np.uint8).reshape(height, width, channels)


def picture(width, height):
    """A smooth picture with some noise, which JPEG keeps."""
    small = Image.fromarray(noise(max(2, width // 6), max(2, height // 6), 3)).resize((width, height), Image.BICUBIC)
    return Image.fromarray(np.clip(np.asarray(small).astype(int) + noise(width, height, 3) % 16 - 8, 0, 255).astype(np.uint8))


def pack(array):
    return base64.b64encode(zlib.compress(np.ascontiguousarray(array).tobytes(), 9)).decode()


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, depth, color, rows, before=b"", interlace=0):
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, interlace)) + before
            + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))


def interlaced(array):
    height, width, rows = *array.shape[:2], b""
    for x, y, dx, dy in ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)):
        part = array[y::dy, x::dx]
        if part.size:
            rows += b"".join(b"\0" + row.tobytes() for row in part)
    return png(width, height, 8, 2, rows, interlace=1)


def exif(orientation, big):
    order = ">" if big else "<"
    return ((b"MM\0*" if big else b"II*\0") + struct.pack(order + "IH", 8, 2)
            + struct.pack(order + "HHI4s", 0x010F, 2, 3, b"me\0\0")
            + struct.pack(order + "HHIHH", 0x0112, 3, 1, orientation, 0) + struct.pack(order + "I", 0))


def save(name, image, **options):
    image.save(os.path.join(folder, name), **options)


def write(name, data):
    with open(os.path.join(folder, name), "wb") as file:
        file.write(data)


image = picture(23, 17)
alpha = image.convert("RGBA")
alpha.putalpha(Image.fromarray(noise(23, 17, 1)[:, :, 0]))
save("420.jpg", image, quality=85)
save("422.jpg", image, quality=85, subsampling=1)
save("444.jpg", image, quality=92, subsampling=0)
save("progressive.jpg", image, quality=85, progressive=True)
save("grey.jpg", image.convert("L"), quality=85)
save("cmyk.jpg", image.convert("CMYK"), quality=85)
save("rgb.png", image)
save("grey.png", image.convert("L"))
save("grey-alpha.png", alpha.convert("LA"))
save("palette.png", image.convert("P", palette=Image.ADAPTIVE, colors=30))
save("palette-transparent.png", image.convert("P", palette=Image.ADAPTIVE, colors=30), transparency=3)
save("bits.png", image.convert("1"))
save("alpha.png", alpha)
write("interlaced.png", interlaced(np.asarray(image)))
deep = noise(46, 17, 3).reshape(17, 23, 6)
write("16bits.png", png(23, 17, 16, 2, b"".join(b"\0" + row.tobytes() for row in deep)))
save("lossy.webp", image, quality=80)
save("lossless.webp", image, lossless=True)
save("alpha.webp", alpha, quality=80)
save("rgb.bmp", image)
save("grey.bmp", image.convert("L"))
save("palette.bmp", image.convert("P", palette=Image.ADAPTIVE, colors=30))
save("bits.bmp", image.convert("1"))
rows = np.concatenate([np.asarray(image)[:, :, ::-1], np.zeros((17, 23, 1), np.uint8)], axis=2)
write("top-down.bmp", struct.pack("<2sIHHI", b"BM", 54 + rows.size, 0, 0, 54) + struct.pack("<IiiHHIIiiII", 40, 23, -17, 1, 32, 0, 0, 0, 0, 0, 0) + rows.tobytes())

turned = picture(12, 8)
for orientation in range(0, 10):
    tiff = exif(orientation, orientation % 2 == 0)
    save(f"exif{orientation}.jpg", turned, quality=90, exif=b"Exif\0\0" + tiff)
    if orientation in (5, 6, 8):
        save(f"exif{orientation}.webp", turned, lossless=True, exif=(b"Exif\0\0" if orientation == 6 else b"") + tiff)
        row = b"".join(b"\0" + one.tobytes() for one in np.asarray(turned))
        after = chunk(b"eXIf", tiff)
        whole = png(12, 8, 8, 2, row)
        write(f"exif{orientation}.png", png(12, 8, 8, 2, row, before=after) if orientation == 5 else whole[:-12] + after + whole[-12:])

with open(os.path.join(here, "decoded.txt"), "w") as golden:
    for name in sorted(os.listdir(folder)):
        for mode in ("RGB", "L", "RGBA"):
            shown = ImageOps.exif_transpose(Image.open(os.path.join(folder, name))).convert(mode)
            print(name, *shown.size, mode, pack(np.asarray(shown)), file=golden)
        if "alpha" in name or "transparent" in name:
            shown = Image.open(os.path.join(folder, name)).convert("RGBA")
            behind = Image.new("RGB", shown.size, (200, 17, 90))
            behind.paste(shown, mask=shown.getchannel("A"))
            print(name, *shown.size, "background", pack(np.asarray(behind)), file=golden)

modes = {"L": 1, "RGB": 3, "RGBA": 4}
filters = {"Nearest": Image.NEAREST, "Bilinear": Image.BILINEAR, "Area": Image.BOX}


def neighbours(length, new):
    """Lower and upper neighbour and the share of the upper one: resize_bilinear_op.cc of TensorFlow, half_pixel_centers, in float32."""
    place = (np.arange(new, dtype=np.float32) + np.float32(0.5)) * (np.float32(length) / np.float32(new)) - np.float32(0.5)
    floor = np.floor(place)
    return np.maximum(floor, 0).astype(int), np.minimum(np.ceil(place), length - 1).astype(int), place - floor


def keras_bilinear(array, width, height):
    (top, bottom, down), (left, right, along) = neighbours(array.shape[0], height), neighbours(array.shape[1], width)
    numbers, along, down = array.astype(np.float32), along[None, :, None], down[:, None, None]
    above = numbers[top][:, left] + (numbers[top][:, right] - numbers[top][:, left]) * along
    below = numbers[bottom][:, left] + (numbers[bottom][:, right] - numbers[bottom][:, left]) * along
    mixed = above + (below - above) * down
    assert mixed.dtype == np.float32 and np.abs(mixed - torch_bilinear(array, width, height)).max() < 1e-3
    return np.floor(mixed + np.float32(0.5)).astype(np.uint8)


def torch_bilinear(array, width, height):
    """PyTorch computes the same, but adds in another order."""
    channels = torch.from_numpy(array.astype(np.float32)).permute(2, 0, 1)[None]
    resized = torch.nn.functional.interpolate(channels, (height, width), mode="bilinear", align_corners=False, antialias=False)
    return resized[0].permute(1, 2, 0).numpy()


def keras_part(array, ratio, width, height):
    """smart_resize and pad_to_aspect_ratio of Keras 3 (image_utils.py, backend/tensorflow/image.py) before they resize."""
    high, wide = array.shape[:2]
    if ratio == "Crop":
        crop_high = max(min(high, int(float(wide * height) / width)), 1)
        crop_wide = max(min(wide, int(float(high * width) / height)), 1)
        top, left = int(float(high - crop_high) / 2), int(float(wide - crop_wide) / 2)
        return array[top:top + crop_high, left:left + crop_wide]
    if ratio == "Pad":
        pad_high = max(high, int(float(wide * height) / width))
        pad_wide = max(wide, int(float(high * width) / height))
        top, left = int(float(pad_high - high) / 2), int(float(pad_wide - wide) / 2)
        return np.pad(array, ((top, pad_high - high - top), (left, pad_wide - wide - left), (0, 0)))
    return array


sizes = [(7, 5, 7, 5), (31, 19, 8, 8), (8, 8, 19, 11), (40, 30, 13, 17), (50, 9, 8, 24), (1, 1, 5, 4), (64, 48, 16, 12), (3, 40, 1, 1),
         (17, 6, 17, 9), (6, 12, 12, 12)]
with open(os.path.join(here, "resized.txt"), "w") as golden:
    for how in ("Nearest", "Bilinear", "Area", "KerasBilinear"):
        for mode, channels in modes.items():
            for ratio in ("Stretch", "Crop", "Pad") if mode != "RGB" else ("Stretch",):
                for old_width, old_height, width, height in sizes:
                    part = keras_part(noise(old_width, old_height, channels), ratio, width, height)
                    if how == "KerasBilinear":
                        new = keras_bilinear(part, width, height)
                    else:
                        old = Image.fromarray(part[:, :, 0] if channels == 1 else part)
                        new = np.asarray(old.resize((width, height), filters[how]))
                    print(how, mode, ratio, old_width, old_height, width, height, pack(new), file=golden)
