/* SPDX-License-Identifier: MIT */
#include "embedded.h"

/* The assembler copies the file into read-only data: no generated source, no start-up cost. */
#define EMBED(symbol, path)                                                              \
  __asm__ (".section .rodata\n"                                                          \
           ".balign 64\n" #symbol ":\n"                                                  \
           ".incbin \"" FOVEA_RESOURCES "/" path "\"\n" #symbol "_end:\n"                \
           ".byte 0\n"                                                                   \
           ".previous\n");                                                               \
  extern const char symbol[] __attribute__ ((visibility ("hidden")));                    \
  extern const char symbol##_end[] __attribute__ ((visibility ("hidden")))

EMBED (embedded_van, "demo/van_nano.safetensors");
EMBED (embedded_san, "demo/san_nano.safetensors");
EMBED (embedded_acmix, "demo/acmix_resnet_nano.safetensors");
EMBED (embedded_butterfly, "demo/photos/butterfly.jpg");
EMBED (embedded_elephant, "demo/photos/elephant.jpg");
EMBED (embedded_flamingo, "demo/photos/flamingo.jpg");
EMBED (embedded_flower, "demo/photos/flower.jpg");
EMBED (embedded_helicopter, "demo/photos/helicopter.jpg");
EMBED (embedded_leopard, "demo/photos/leopard.jpg");
EMBED (embedded_palace, "demo/photos/palace.jpg");
EMBED (embedded_sunflower, "demo/photos/sunflower.jpg");
EMBED (embedded_imagenet_1k, "labels/imagenet-1k.txt");
EMBED (embedded_imagenet_22k, "labels/imagenet-22k.txt");
EMBED (living_css, "figure/living.css");
EMBED (living_html, "figure/living.html");
EMBED (living_maps, "figure/living-maps.js");
EMBED (living_page, "figure/living-page.js");
EMBED (python_acmix_resnet, "python/acmix-resnet.py");
EMBED (python_acmix_swin, "python/acmix-swin.py");
EMBED (python_chain, "python/chain.py");
EMBED (python_convnext, "python/convnext.py");
EMBED (python_footprint, "python/footprint.py");
EMBED (python_resnet_body, "python/resnet-body.py");
EMBED (python_resnet, "python/resnet.py");
EMBED (python_san, "python/san.py");
EMBED (python_swin_body, "python/swin-body.py");
EMBED (python_swin, "python/swin.py");
EMBED (python_van, "python/van.py");

static const struct
{
  const char *name, *start, *end;
} files[] = {
  { "van_nano.safetensors", embedded_van, embedded_van_end },
  { "san_nano.safetensors", embedded_san, embedded_san_end },
  { "acmix_resnet_nano.safetensors", embedded_acmix, embedded_acmix_end },
  { "butterfly.jpg", embedded_butterfly, embedded_butterfly_end },
  { "elephant.jpg", embedded_elephant, embedded_elephant_end },
  { "flamingo.jpg", embedded_flamingo, embedded_flamingo_end },
  { "flower.jpg", embedded_flower, embedded_flower_end },
  { "helicopter.jpg", embedded_helicopter, embedded_helicopter_end },
  { "leopard.jpg", embedded_leopard, embedded_leopard_end },
  { "palace.jpg", embedded_palace, embedded_palace_end },
  { "sunflower.jpg", embedded_sunflower, embedded_sunflower_end },
  { "imagenet-1k.txt", embedded_imagenet_1k, embedded_imagenet_1k_end },
  { "imagenet-22k.txt", embedded_imagenet_22k, embedded_imagenet_22k_end },
  { "living.css", living_css, living_css_end },
  { "living.html", living_html, living_html_end },
  { "living-maps.js", living_maps, living_maps_end },
  { "living-page.js", living_page, living_page_end },
  { "acmix-resnet.py", python_acmix_resnet, python_acmix_resnet_end },
  { "acmix-swin.py", python_acmix_swin, python_acmix_swin_end },
  { "chain.py", python_chain, python_chain_end },
  { "convnext.py", python_convnext, python_convnext_end },
  { "footprint.py", python_footprint, python_footprint_end },
  { "resnet-body.py", python_resnet_body, python_resnet_body_end },
  { "resnet.py", python_resnet, python_resnet_end },
  { "san.py", python_san, python_san_end },
  { "swin-body.py", python_swin_body, python_swin_body_end },
  { "swin.py", python_swin, python_swin_end },
  { "van.py", python_van, python_van_end },
};

GBytes *
fovea_embedded (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    if (g_str_equal (files[i].name, name))
      return g_bytes_new_static (files[i].start, (gsize) (files[i].end - files[i].start));
  return NULL;
}
