import sharp, { type Sharp } from 'sharp';

const timeoutSeconds = 30;

/** Every picture is made once, so a cache would only take memory. */
sharp.cache(false);
sharp.concurrency(1);

/** More than is worth the memory. */
export class TooManyPixels extends Error {}

interface Shrunk {
  /** To be written in some format, without metadata. */
  shrunk: Sharp;
  /** Of the original, upright. */
  width: number;
  height: number;
}

/** A picture upright and within a box, of its own size where it fits. Throws `TooManyPixels`, or whatever for one that cannot be read. */
export async function shrinkPicture(
  picture: Buffer,
  box: { width: number; height: number },
  maximumPixels: number,
): Promise<Shrunk> {
  // known from its head, before anything is unpacked
  const image = sharp(picture, { limitInputPixels: false, failOn: 'error', sequentialRead: true });
  const {
    autoOrient: { width, height },
  } = await image.metadata();
  if (width * height > maximumPixels) throw new TooManyPixels(`The picture has ${width} x ${height} pixels.`);
  const shrunk = image.autoOrient().resize({ ...box, fit: 'inside', withoutEnlargement: true });
  return { shrunk: shrunk.timeout({ seconds: timeoutSeconds }), width, height };
}
