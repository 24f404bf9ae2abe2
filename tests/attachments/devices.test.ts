import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { usePortal } from '../support/portal.ts';
import type { Person } from '../support/world.ts';

const portal = usePortal();
let customer: Person;

beforeAll(async () => {
  customer = await (await portal.world.tenant()).customer();
});

const bytes = (...parts: (string | number[] | Uint8Array)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))));
const media = (brand: string) =>
  bytes([0, 0, 0, 24], `ftyp${brand}`, [0, 0, 2, 0], `${brand}isom`, [0, 0, 0, 8], 'mdat');
const compound = bytes([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], new Uint8Array(600));
const repeated = (piece: number[]) => Buffer.concat(Array.from({ length: 60_000 }, () => Buffer.from(piece)));
const zip = (name: string) =>
  bytes('PK\u0003\u0004', [20, 0, 0, 0, 0, 0, 0, 0, 0, 0], new Uint8Array(12), [name.length, 0, 0, 0], name);
const utf16 = (text: string) => bytes([0xff, 0xfe], Buffer.from(text, 'utf16le'));
const jpeg = (width = 40, height = 30) =>
  sharp({ create: { width, height, channels: 3, background: '#3a7' } })
    .jpeg()
    .toBuffer();
const webp = () =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: '#3a7' } })
    .webp()
    .toBuffer();
const octets = 'application/octet-stream';

describe('a file as devices make them', () => {
  it.each([
    ['download.jfif', jpeg, 'image/jpeg'],
    ['scan.jpe', jpeg, 'image/jpeg'],
    ['IMG_0001.JPG', jpeg, 'image/jpeg'],
    ['phone.mp4', () => media('3gp5'), 'video/mp4'],
    ['phone.mp4', () => media('qt  '), 'video/mp4'],
    ['phone.mp4', () => media('mp42'), 'video/mp4'],
    ['phone.mp4', () => media('dash'), 'video/mp4'],
    ['phone.mov', () => media('qt  '), 'video/quicktime'],
    ['phone.3gp', () => media('3gp4'), 'video/3gpp'],
    ['voice.m4a', () => media('M4A '), 'audio/mp4'],
    ['photo.heic', () => media('heic'), 'image/heic'],
    ['photo.heic', () => media('heix'), 'image/heic'],
    ['burst.heic', () => media('hevc'), 'image/heic'],
    ['burst.heic', () => media('msf1'), 'image/heic'],
    ['photo.heif', () => media('mif1'), 'image/heic'],
    ['photo.HIF', () => media('heic'), 'image/heic'],
    ['bill.pdf', () => bytes('%PDF-1.4\n1 0 obj'), 'application/pdf'],
    ['bill.pdf', () => bytes('\r\n\r\n%PDF-1.4\n1 0 obj'), 'application/pdf'],
    ['bill.pdf', () => bytes([0xef, 0xbb, 0xbf], '   %PDF-1.7\n'), 'application/pdf'],
    ['bill.pdf', () => bytes('x'.repeat(900), '%PDF-1.3\n'), 'application/pdf'],
    ['secret.docx', () => compound, /wordprocessingml/],
    ['secret.xlsx', () => compound, /spreadsheetml/],
    ['secret.pptx', () => compound, /presentationml/],
    ['letter.docx', () => zip('[Content_Types].xml'), /wordprocessingml/],
    ['old.doc', () => compound, 'application/msword'],
    ['old.xls', () => compound, 'application/vnd.ms-excel'],
    ['export.xls', () => bytes('<table><tr><td>1</td></tr></table>'), 'application/vnd.ms-excel'],
    ['old.ppt', () => compound, 'application/vnd.ms-powerpoint'],
    ['all.zip', () => zip('META-INF/MANIFEST.MF'), 'application/zip'],
    ['all.zip', () => zip('notes.txt'), 'application/zip'],
    ['all.zip', () => zip('mimetypeapplication/epub+zip'), 'application/zip'],
    ['nothing.zip', () => bytes('PK\u0005\u0006', new Uint8Array(18)), 'application/zip'],
    ['part.zip', () => bytes('PK\u0007\u0008', zip('a.txt')), 'application/zip'],
    ['all.7z', () => bytes([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], new Uint8Array(40)), 'application/x-7z-compressed'],
    ['all.rar', () => bytes('Rar!\u001a\u0007\u0000', new Uint8Array(40)), 'application/vnd.rar'],
    ['log.gz', () => gzipSync('The light went out.'), 'application/gzip'],
    ['all.tar', () => bytes('a.txt', new Uint8Array(507)), 'application/x-tar'],
    ['noise.mp3', () => bytes('ID3', new Uint8Array(200)), 'audio/mpeg'],
    ['noise.ogg', () => bytes('OggS', new Uint8Array(200)), 'audio/ogg'],
    ['voice.opus', () => bytes('OggS', new Uint8Array(20), 'OpusHead'), 'audio/ogg'],
    ['call.amr', () => bytes('#!AMR\n', new Uint8Array(40)), 'audio/amr'],
    ['call.wav', () => bytes('RIFF', [36, 0, 0, 0], 'WAVEfmt ', new Uint8Array(40)), 'audio/wav'],
    ['call.aac', () => bytes([0xff, 0xf1, 0x50, 0x80], new Uint8Array(40)), 'audio/aac'],
    ['mail.eml', () => bytes('From: somebody@portal.test\r\n\r\nHello'), 'message/rfc822'],
    ['mail.msg', () => compound, 'application/vnd.ms-outlook'],
    ['date.ics', () => bytes('BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n'), 'text/calendar'],
    ['ping.txt', () => utf16('Reply from 10.0.0.1'), octets],
    ['ping.txt', () => Buffer.from('Reply from 10.0.0.1', 'utf16le'), octets],
    ['umlauts.txt', () => bytes('Gr', [0xfc], 'n'), octets],
    ['table.csv', () => bytes('Stra', [0xdf], 'e;1\r\n'), octets],
    ['late.txt', () => bytes('x'.repeat(70_000), [0]), octets],
    ['cut.txt', () => bytes([0x61, 0xe0, 0xa6]), octets],
    ['begins.txt', () => bytes('BM is not a bitmap here'), 'text/plain'],
    ['begins.txt', () => bytes('%PDF is what I cannot open'), 'text/plain'],
    ['begins.log', () => bytes('PK\u0003\u0004 are the first bytes'), 'text/plain'],
    ['begins.txt', () => bytes('ID3 tags are lost'), 'text/plain'],
    ['begins.txt', () => bytes('GIF87 does not open'), 'text/plain'],
    ['begins.txt', () => bytes('MZ are my initials'), 'text/plain'],
  ])('%s is taken (%#)', async (name, make, contentType) => {
    const content = new Uint8Array(await make());
    const attachment = await customer.upload({ name, content });
    expect(attachment).toMatchObject({ name, contentType: expect.stringMatching(contentType) });
    const download = await fetch(new URL(attachment.url, portal.url));
    expect(download.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(download.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it.each([
    ['photo.jpg', webp, 'photo.webp', 'image/webp'],
    ['photo.png', jpeg, 'photo.jpg', 'image/jpeg'],
    ['notes.txt', jpeg, 'notes.jpg', 'image/jpeg'],
    ['scan.pdf', jpeg, 'scan.jpg', 'image/jpeg'],
    ['clip.mp4', webp, 'clip.webp', 'image/webp'],
    ['photo.heic', jpeg, 'photo.jpg', 'image/jpeg'],
  ])('%s that is another picture is taken as what it is', async (name, make, trueName, contentType) => {
    const attachment = await customer.upload({ name, content: new Uint8Array(await make()) });
    expect(attachment).toMatchObject({ name: trueName, contentType, isImage: true });
  });

  it.each([
    ['page.png', '<!doctype html><script>alert(1)</script>', ''],
    ['photo.jpg', bytes('%PDF-1.4\n1 0 obj'), ': it is application/pdf'],
    ['photo.jpg', zip('a.txt'), ': it is application/zip'],
    ['bill.pdf', '<html>', ''],
    ['all.zip', 'no zip', ''],
    ['letter.docx', '{\\rtf1 no docx}', ': it is application/rtf'],
    ['notes.txt', bytes('MZ', new Uint8Array(200)), ': it is application/x-msdownload'],
    ['photo.jpg', bytes([0x7f], 'ELF', new Uint8Array(200)), ': it is application/x-elf'],
    ['noise.mp3', bytes('MZ', new Uint8Array(200)), ': it is application/x-msdownload'],
  ])('%s that is something else is refused, and said to be what it is', async (name, content, found) => {
    expect(await customer.uploadRefusal({ name, content })).toEqual({
      code: 'TYPE_NOT_ALLOWED',
      field: 'file',
      message: `The content of "${name}" does not match its file extension${found}.`,
    });
  });
});

describe('a picture', () => {
  const exif = {
    IFD0: { Copyright: 'A person', Make: 'A maker', Model: 'A phone' },
    IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '23/1 46/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '90/1 23/1 0/1' },
  };
  const base = () => sharp({ create: { width: 60, height: 40, channels: 3, background: '#3a7' } }).withExif(exif);
  const xmp = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>exif:GPSLatitude="23,46N"</rdf:RDF></x:xmpmeta>';
  const store = async (name: string, content: Uint8Array) => {
    const { url } = await customer.upload({ name, content: new Uint8Array(content) });
    return Buffer.from(await (await fetch(new URL(url, portal.url))).arrayBuffer());
  };
  const secrets = /A person|A maker|A phone|GPSLatitude/;

  it.each([
    ['photo.jpg', () => base().jpeg().toBuffer()],
    ['photo.jpg', () => base().withMetadata({ exif, orientation: 6 }).jpeg({ progressive: true }).toBuffer()],
    ['photo.jpg', () => base().withXmp(xmp).jpeg().toBuffer()],
    ['photo.png', () => base().png().toBuffer()],
    ['photo.png', () => base().withXmp(xmp).png().toBuffer()],
    ['photo.webp', () => base().webp().toBuffer()],
    [
      'photo.webp',
      () => base().withXmp(xmp).withMetadata({ exif, orientation: 8 }).webp({ lossless: true }).toBuffer(),
    ],
    ['photo.avif', () => base().avif().toBuffer()],
    ['photo.avif', () => base().withXmp(xmp).avif().toBuffer()],
    [
      'photo.gif',
      async () =>
        withComment(
          await sharp({ create: { width: 6, height: 4, channels: 3, background: 'red' } })
            .gif()
            .toBuffer(),
        ),
    ],
  ])('%s tells others nothing but itself (%#)', async (name, make) => {
    const original = await make();
    expect(original.toString('latin1')).toMatch(secrets);
    const stored = await store(name, original);
    expect(stored.toString('latin1')).not.toMatch(secrets);
    const look = (picture: Buffer) => sharp(picture).autoOrient().raw().toBuffer({ resolveWithObject: true });
    expect(await look(stored)).toEqual(await look(original));
    expect((await sharp(stored).metadata()).orientation).toBe(
      name.endsWith('.avif') ? undefined : await orientationOf(original),
    );
  });

  it('keeps its colours', async () => {
    for (const format of ['jpeg', 'png', 'webp', 'avif'] as const) {
      const original = await base().withIccProfile('p3').toFormat(format).toBuffer();
      const stored = await store(`photo.${format}`, original);
      expect((await sharp(stored).metadata()).icc).toEqual((await sharp(original).metadata()).icc);
    }
  });

  it('brings along no second picture, film or text behind it', async () => {
    const photo = await jpeg();
    const stored = await store('motion.jpg', bytes(photo, media('mp42'), 'A secret place'));
    expect(stored.toString('latin1')).not.toMatch(/ftyp|secret/);
    expect(await store('twice.jpg', photo)).toEqual(photo);
  });

  it.each([
    [
      'many.jpg',
      () => bytes([0xff, 0xd8, 0xff, 0xe0, 0, 16], 'JFIF\0', new Uint8Array(9), repeated([0xff, 0xdb, 0, 2])),
    ],
    ['many.gif', () => bytes('GIF89a', new Uint8Array(7), repeated([0x21, 0xf9, 0]))],
    ['many.webp', () => bytes('RIFF', [0, 0, 0x10, 0], 'WEBP', repeated([0x41, 0x4c, 0x50, 0x48, 0, 0, 0, 0]))],
  ])('%s of more pieces than any has is refused', async (name, make) => {
    expect(await customer.uploadRefusal({ name, content: new Uint8Array(make()) })).toMatchObject({
      code: 'TYPE_NOT_ALLOWED',
    });
  });

  it('that is broken is stored without what cannot be followed', async () => {
    const photo = await base().jpeg().toBuffer();
    for (const length of [3, 20, 200, photo.length - 300, photo.length - 2]) {
      const answer = await customer.sendFile({ name: 'cut.jpg', content: new Uint8Array(photo.subarray(0, length)) });
      expect(answer.errors).toBeUndefined();
    }
    for (const [name, make] of [
      ['cut.png', () => base().png()],
      ['cut.webp', () => base().webp()],
      ['cut.avif', () => base().avif()],
    ] as const) {
      const picture = await make().toBuffer();
      for (const length of [40, 100, picture.length - 30])
        expect(
          (await customer.sendFile({ name, content: new Uint8Array(picture.subarray(0, length)) })).errors,
        ).toBeUndefined();
    }
  });

  const orientationOf = async (picture: Buffer) => {
    const { orientation } = await sharp(picture).metadata();
    return orientation && orientation > 1 ? orientation : undefined;
  };
  const withComment = (gif: Buffer) =>
    bytes(
      gif.subarray(0, 13 + 3 * 2 ** ((gif[10]! & 7) + 1)),
      [0x21, 0xfe, 8],
      'A person',
      [0],
      gif.subarray(13 + 3 * 2 ** ((gif[10]! & 7) + 1)),
    );
});
