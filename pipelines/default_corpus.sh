#!/usr/bin/env bash
# The procedural half of the training set of the shipped model. usage: pipelines/default_corpus.sh OUT [SEED]
# Every category gets 16 shapes; what benchmarks and households are full of gets more. Same seed, same shapes.
set -euo pipefail
out="$1" seed="${2:-0}"
shapenet=airplane,bag,cap,car,chair,earphone,guitar,knife,lamp,laptop,motorbike,mug,pistol,rocket,skateboard,table
partnet=bottle,box,bucket,camera,cart,clock,"coffee machine",dishwasher,dispenser,display,door,eyeglasses,faucet,"folding chair",globe,kettle,keyboard,"kitchen pot",lighter,microwave,mouse,oven,pen,phone,pliers,printer,refrigerator,remote,safe,scissors,stapler,"filing cabinet",suitcase,switch,toaster,toilet,"trash can",usb,"washing machine",window
furniture="flat-pack furniture",bookshelf,cabinet,"chest of drawers",desk,wardrobe,nightstand,bed,sofa,armchair,"office chair",bench,stool,"coffee table","tv stand","kitchen cabinet"

pa3d synth all --count 16 --seed "$seed" --out "$out"
pa3d synth person --count 400 --seed "$seed" --out "$out"
pa3d synth "$shapenet" --count 100 --seed "$seed" --out "$out"
pa3d synth "$partnet" --count 40 --seed "$seed" --out "$out"
pa3d synth "$furniture" --count 70 --seed "$seed" --out "$out"
