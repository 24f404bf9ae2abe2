/**
 * Takes out of a picture what says where, when, with what and by whom it was taken (EXIF, XMP, IPTC, comments, pictures behind
 * the picture), and leaves its pixels, colours and orientation byte for byte. What cannot be followed to its end is cut off there.
 */
export const withoutPrivateMetadata = (picture: Buffer, contentType: string): Buffer[] =>
  cleaners[contentType]?.(picture) ?? [picture];

export const hasPrivateMetadata = (contentType: string): boolean => contentType in cleaners;

const cleaners: Record<string, (picture: Buffer) => Buffer[]> = {
  'image/jpeg': cleanJpeg,
  'image/png': cleanPng,
  'image/webp': cleanWebp,
  'image/gif': cleanGif,
  'image/avif': cleanHeif,
  'image/heic': cleanHeif,
};

/** Pieces of a picture: real ones have hundreds, and films of pictures some thousands. */
const maximumPieces = 50_000;

function assertFew(pieces: number): void {
  if (pieces > maximumPieces) throw new RangeError('The picture has too many pieces.');
}

const exifHeader = Buffer.from('Exif\0\0', 'latin1');

function cleanJpeg(picture: Buffer): Buffer[] {
  const kept = [picture.subarray(0, 2)];
  let at = 2;
  for (let pieces = 0; at + 4 <= picture.length && picture[at] === 0xff; pieces++) {
    assertFew(pieces);
    const marker = picture[at + 1]!;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xd9) break;
    const end = at + 2 + picture.readUInt16BE(at + 2);
    if (end > picture.length) break;
    const segment = picture.subarray(at, end);
    if (isOfPicture(segment, marker)) kept.push(segment);
    else if (marker === 0xe1 && segment.subarray(4, 10).equals(exifHeader)) {
      const exif = onlyOrientation(segment.subarray(10));
      if (exif) kept.push(jpegSegment(0xe1, Buffer.concat([exifHeader, exif])));
    }
    at = end;
    if (marker === 0xda) {
      const scanEnd = endOfScan(picture, at);
      kept.push(picture.subarray(at, scanEnd));
      at = scanEnd;
    }
  }
  return [...kept, Buffer.from([0xff, 0xd9])];
}

/** Tables, frames and scans; of the applications' segments those by which colours are read. */
function isOfPicture(segment: Buffer, marker: number): boolean {
  const startsWith = (text: string) => segment.toString('latin1', 4, 4 + text.length) === text;
  if (marker === 0xe0) return startsWith('JFIF\0');
  if (marker === 0xe2) return startsWith('ICC_PROFILE\0');
  if (marker === 0xee) return startsWith('Adobe');
  return !(marker >= 0xe0 && marker <= 0xef) && marker !== 0xfe;
}

/** Within a scan 0xff is followed by 0, or by the number of a restart. */
function endOfScan(picture: Buffer, start: number): number {
  for (let at = start; at + 1 < picture.length; at++) {
    const next = picture[at + 1]!;
    if (picture[at] === 0xff && next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return picture.length;
}

function jpegSegment(marker: number, content: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
}

const pngChunks = new Set(
  'IHDR PLTE IDAT IEND tRNS iCCP sRGB gAMA cHRM cICP mDCV cLLI sBIT bKGD pHYs acTL fcTL fdAT'.split(' '),
);

function cleanPng(picture: Buffer): Buffer[] {
  const kept = [picture.subarray(0, 8)];
  let at = 8;
  for (let pieces = 0; at + 12 <= picture.length; pieces++) {
    assertFew(pieces);
    const name = picture.toString('latin1', at + 4, at + 8);
    const end = at + 12 + picture.readUInt32BE(at);
    if (end > picture.length) break;
    if (pngChunks.has(name)) kept.push(picture.subarray(at, end));
    if (name === 'IEND') break;
    at = end;
  }
  return kept;
}

const webpChunks = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);
const [webpExif, webpXmp] = [0x08, 0x04];

function cleanWebp(picture: Buffer): Buffer[] {
  const chunks: Buffer[] = [];
  const end = Math.min(picture.length, 8 + picture.readUInt32LE(4));
  let extended: Buffer | undefined;
  for (let at = 12, pieces = 0; at + 8 <= end; pieces++) {
    assertFew(pieces);
    const name = picture.toString('latin1', at, at + 4);
    const length = picture.readUInt32LE(at + 4);
    const next = at + 8 + length + (length % 2);
    const chunk = Buffer.from(picture.subarray(at, Math.min(next, end)));
    if (name === 'VP8X') extended = chunk;
    const exif = name === 'EXIF' ? onlyOrientation(afterExifHeader(chunk.subarray(8))) : null;
    if (webpChunks.has(name)) chunks.push(chunk);
    else if (exif) chunks.push(riffChunk('EXIF', exif));
    at = next;
  }
  if (extended) {
    const hasExif = chunks.some((chunk) => chunk.toString('latin1', 0, 4) === 'EXIF');
    extended[8]! &= ~webpXmp & ~(hasExif ? 0 : webpExif);
  }
  const body = Buffer.concat([Buffer.from('WEBP'), ...chunks]);
  return [riffChunk('RIFF', body)];
}

function riffChunk(name: string, content: Buffer): Buffer {
  const head = Buffer.from(`${name}\0\0\0\0`, 'latin1');
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
}

function cleanGif(picture: Buffer): Buffer[] {
  const colourTable = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let at = 13 + colourTable(picture[10] ?? 0);
  const kept = [picture.subarray(0, at)];
  const endOfBlocks = (start: number) => {
    let end = start;
    while (end < picture.length && picture[end] !== 0) end += picture[end]! + 1;
    return Math.min(end + 1, picture.length);
  };
  for (let pieces = 0; at < picture.length; pieces++) {
    assertFew(pieces);
    const isExtension = picture[at] === 0x21;
    if (!isExtension && picture[at] !== 0x2c) break;
    const label = picture[at + 1];
    const end = isExtension ? endOfBlocks(at + 2) : endOfBlocks(at + 11 + colourTable(picture[at + 9] ?? 0));
    const block = picture.subarray(at, end);
    const isLoop = label === 0xff && /^(?:NETSCAPE2\.0|ANIMEXTS1\.0)/.test(block.toString('latin1', 3, 14));
    if (!isExtension || label === 0xf9 || isLoop) kept.push(block);
    at = end;
  }
  return [...kept, Buffer.from([0x3b])];
}

/** The items that hold metadata are overwritten with zeros: all others stay where they are. */
function cleanHeif(picture: Buffer): Buffer[] {
  const cleaned = Buffer.from(picture);
  const meta = boxesIn(cleaned, 0, cleaned.length).find(({ name }) => name === 'meta');
  if (!meta) return [cleaned];
  const inside = boxesIn(cleaned, meta.start + 4, meta.end);
  const box = (name: string) => inside.find((each) => each.name === name);
  const [infos, locations, data] = [box('iinf'), box('iloc'), box('idat')];
  if (!infos || !locations) return [cleaned];
  const hidden = metadataItems(cleaned, infos);
  for (const { id, inData, offset, length } of extentsIn(cleaned, locations)) {
    if (!hidden.has(id)) continue;
    const start = inData ? (data?.start ?? cleaned.length) + offset : offset;
    cleaned.fill(
      0,
      Math.min(start, cleaned.length),
      Math.min(length ? start + length : cleaned.length, cleaned.length),
    );
  }
  return [cleaned];
}

interface Box {
  name: string;
  /** Of its content. */
  start: number;
  end: number;
}

function boxesIn(file: Buffer, start: number, end: number): Box[] {
  const boxes: Box[] = [];
  for (let at = start; at + 8 <= end; assertFew(boxes.length)) {
    const size = file.readUInt32BE(at);
    const isLarge = size === 1 && at + 16 <= end;
    const length = isLarge ? Number(file.readBigUInt64BE(at + 8)) : size || end - at;
    const head = isLarge ? 16 : 8;
    if (length < head) break;
    const next = Math.min(at + length, end);
    boxes.push({ name: file.toString('latin1', at + 4, at + 8), start: at + head, end: next });
    at = next;
  }
  return boxes;
}

/** The ids of EXIF and of XMP. */
function metadataItems(file: Buffer, { start, end }: Box): Set<number> {
  const isShort = file[start] === 0;
  const ids = new Set<number>();
  for (const entry of boxesIn(file, start + (isShort ? 6 : 8), end)) {
    const version = file[entry.start]!;
    if (entry.name !== 'infe' || version < 2) continue;
    const idLength = version === 2 ? 2 : 4;
    const type = entry.start + 4 + idLength + 2;
    if (['Exif', 'mime'].includes(file.toString('latin1', type, type + 4)))
      ids.add(file.readUIntBE(entry.start + 4, idLength));
  }
  return ids;
}

/** Where the bytes of each item are: in the file, or in the box of small data. */
function* extentsIn(file: Buffer, { start, end }: Box) {
  const version = file[start]!;
  const [sizes, moreSizes] = [file[start + 4]!, file[start + 5]!];
  const [offsetSize, lengthSize, baseSize] = [sizes >> 4, sizes & 15, moreSizes >> 4];
  const indexSize = version > 0 ? moreSizes & 15 : 0;
  let at = start + 6;
  const read = (size: number) => {
    if (at + size > end) throw new RangeError('The picture is broken.');
    const value = size === 8 ? Number(file.readBigUInt64BE(at)) : size ? file.readUIntBE(at, size) : 0;
    at += size;
    return value;
  };
  const idSize = version < 2 ? 2 : 4;
  for (let items = read(idSize); items > 0; items--) {
    const id = read(idSize);
    const inData = version > 0 && (read(2) & 15) === 1;
    read(2);
    const base = read(baseSize);
    for (let extents = read(2); extents > 0; extents--) {
      read(indexSize);
      yield { id, inData, offset: base + read(offsetSize), length: read(lengthSize) };
    }
  }
}

const afterExifHeader = (exif: Buffer) => (exif.subarray(0, 6).equals(exifHeader) ? exif.subarray(6) : exif);

/** EXIF that says how the picture is to be turned and nothing else; null where it need not be. */
function onlyOrientation(tiff: Buffer): Buffer | null {
  const orientation = orientationIn(tiff);
  return orientation > 1 && orientation <= 8
    ? Buffer.from([0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0])
    : null;
}

function orientationIn(tiff: Buffer): number {
  const isLittle = tiff.toString('latin1', 0, 2) === 'II';
  const short = (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  try {
    const directory = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
    for (let entry = 0; entry < short(directory); entry++) {
      const at = directory + 2 + 12 * entry;
      if (short(at) === 0x0112) return short(at + 8);
    }
  } catch {
    // broken EXIF turns nothing
  }
  return 1;
}
