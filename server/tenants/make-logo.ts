import { TooManyPixels, shrinkPicture } from '../attachments/shrink-picture.ts';
import { contentOf, type StoredContent } from '../storage/storage.ts';
import { maximumPixels, tooManyPixels, unreadable } from './logo.policy.ts';
import type { LogoFile } from './tenant.entity.ts';

/** Three times what pages and emails show; a byte for each pixel at most. */
const box = { width: 480, height: 160 };

/** A picture as it is shown: small, in colours of a palette, with its transparency and nothing of its origin. */
export async function makeLogo(
  picture: Buffer,
  name: string,
): Promise<{ content: StoredContent; logo: Omit<LogoFile, 'key'> }> {
  try {
    const { shrunk } = await shrinkPicture(picture, box, maximumPixels);
    const png = shrunk.png({ palette: true, compressionLevel: 9 });
    const { data, info } = await png.toBuffer({ resolveWithObject: true });
    const content = contentOf(data, 'image/png');
    return { content, logo: { sha256: content.sha256, width: info.width, height: info.height } };
  } catch (error) {
    throw error instanceof TooManyPixels ? tooManyPixels(name) : unreadable(name);
  }
}
