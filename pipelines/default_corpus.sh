#!/usr/bin/env bash
# The procedural half of the training set of the shipped model.
# usage: pipelines/default_corpus.sh OUT [SEED [ALL PERSON SHAPENET PARTNET FURNITURE]]
# Every category gets ALL (16) shapes; what benchmarks and households are full of gets more. Same seed, same shapes.
set -euo pipefail
out="$1" seed="${2:-0}"
of_all="${3:-16}" of_person="${4:-400}" of_shapenet="${5:-100}" of_partnet="${6:-40}" of_furniture="${7:-70}"
shapenet=airplane,bag,cap,car,chair,earphone,guitar,knife,lamp,laptop,motorbike,mug,pistol,rocket,skateboard,table
partnet=bottle,box,bucket,camera,cart,clock,"coffee machine",dishwasher,dispenser,display,door,eyeglasses,faucet,"folding chair",globe,kettle,keyboard,"kitchen pot",lighter,microwave,mouse,oven,pen,phone,pliers,printer,refrigerator,remote,safe,scissors,stapler,"filing cabinet",suitcase,switch,toaster,toilet,"trash can",usb,"washing machine",window
furniture="flat-pack furniture",bookshelf,cabinet,"chest of drawers",desk,wardrobe,nightstand,bed,sofa,armchair,"office chair",bench,stool,"coffee table","tv stand","kitchen cabinet"

pa3d synth all --count "$of_all" --seed "$seed" --out "$out"
pa3d synth person --count "$of_person" --seed "$seed" --out "$out"
pa3d synth "$shapenet" --count "$of_shapenet" --seed "$seed" --out "$out"
pa3d synth "$partnet" --count "$of_partnet" --seed "$seed" --out "$out"
pa3d synth "$furniture" --count "$of_furniture" --seed "$seed" --out "$out"
