// Arrays embedded in the page: base64 of zlib of byte planes of differences, column by column.

const ITEM_TYPES = { u1: Uint8Array, u2: Uint16Array, u4: Uint32Array };

function fromBase64(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

async function inflate(bytes) {
  if (typeof DecompressionStream === "undefined") {
    throw new Error("This browser is too old for the page: it cannot unpack deflate data.");
  }
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

// The named array, rows by rows, each row padded with zeros to `stride` items; the text is freed.
async function readBlock(name, spec, stride) {
  const node = document.getElementById("data-" + name);
  const planes = await inflate(fromBase64(node.textContent));
  node.remove();
  const Type = ITEM_TYPES[spec.type];
  const width = Type.BYTES_PER_ELEMENT;
  const { rows, columns } = spec;
  const result = new Type(rows * stride);
  for (let column = 0; column < columns; column++) {
    const base = column * width * rows;
    let value = 0;
    for (let row = 0; row < rows; row++) {
      let step = planes[base + row];
      if (width > 1) step |= planes[base + rows + row] << 8;
      if (width > 2) step |= (planes[base + 2 * rows + row] << 16) | (planes[base + 3 * rows + row] << 24);
      value = (value + step) | 0;
      result[row * stride + column] = value; // the array's type drops the carry
    }
  }
  return result;
}
