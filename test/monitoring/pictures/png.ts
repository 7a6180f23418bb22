import { readFileSync } from 'node:fs';
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** The picture with 64 colours at most, which is what drawings of lines need: a quarter of the size. */
export function smaller(file: string): Buffer {
  const { width, height, bytes, pixels } = decoded(readFileSync(file));
  const counts = new Map<number, number>();
  const color = (i: number): number => ((pixels[i] ?? 0) << 16) | ((pixels[i + 1] ?? 0) << 8) | (pixels[i + 2] ?? 0);
  for (let i = 0; i < pixels.length; i += bytes) counts.set(color(i), (counts.get(color(i)) ?? 0) + 1);
  const palette = [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 64)
    .map(([one]) => one);
  const index = new Map(palette.map((one, i) => [one, i]));
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const own = color((y * width + x) * bytes);
      let at = index.get(own);
      if (at === undefined) index.set(own, (at = nearest(own, palette)));
      rows[y * (width + 1) + 1 + x] = at;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const colors = Buffer.from(palette.flatMap((one) => [one >> 16, (one >> 8) & 255, one & 255]));
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', colors),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function nearest(color: number, palette: readonly number[]): number {
  const parts = (one: number): readonly number[] => [one >> 16, (one >> 8) & 255, one & 255];
  const own = parts(color);
  const distance = (one: number): number => parts(one).reduce((sum, part, i) => sum + (part - (own[i] ?? 0)) ** 2, 0);
  return palette.reduce((best, one, i) => (distance(one) < distance(palette[best] ?? 0) ? i : best), 0);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** Pixels of what Chromium writes: 8 bits for each of 3 or 4 channels, not interlaced. */
function decoded(file: Buffer): { width: number; height: number; bytes: number; pixels: Buffer } {
  const data: Buffer[] = [];
  let [width, height, bytes] = [0, 0, 4];
  for (let at = 8; at < file.length;) {
    const length = file.readUInt32BE(at);
    const name = file.toString('latin1', at + 4, at + 8);
    const body = file.subarray(at + 8, at + 8 + length);
    if (name === 'IHDR') {
      [width, height] = [body.readUInt32BE(0), body.readUInt32BE(4)];
      bytes = body[9] === 2 ? 3 : 4;
    }
    if (name === 'IDAT') data.push(body);
    at += 12 + length;
  }
  const raw = inflateSync(Buffer.concat(data));
  const line = width * bytes;
  const pixels = Buffer.alloc(height * line);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (line + 1)] ?? 0;
    for (let i = 0; i < line; i++) {
      const left = i < bytes ? 0 : (pixels[y * line + i - bytes] ?? 0);
      const up = y === 0 ? 0 : (pixels[(y - 1) * line + i] ?? 0);
      const corner = y === 0 || i < bytes ? 0 : (pixels[(y - 1) * line + i - bytes] ?? 0);
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
      pixels[y * line + i] = ((raw[y * (line + 1) + 1 + i] ?? 0) + guess) & 255;
    }
  }
  return { width, height, bytes, pixels };
}

function paeth(left: number, up: number, corner: number): number {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
