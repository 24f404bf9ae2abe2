import { formatFileSize } from '#shared/file-size.ts';
import { largestLogo, logoTypes } from '#shared/logo.ts';
import { extensionsOf } from '../attachments/file-type.ts';
import { UserErrorCode, UserInputError } from '../graphql/user-error.ts';

/** What is taken as the picture of a logo. */
export const logoLimits = {
  maximumSize: largestLogo,
  contentTypes: logoTypes,
  extensions: extensionsOf(logoTypes),
};

const megapixels = 25;
export const maximumPixels = megapixels * 1_000_000;

export const logoRule = `a PNG, JPEG or WebP picture of at most ${formatFileSize(largestLogo, 'en')} and ${megapixels} megapixels; not SVG, which can contain scripts and links`;

export const tooManyPixels = (name: string) =>
  refused(UserErrorCode.TOO_LARGE, `"${name}" has more than ${megapixels} megapixels.`);

export const unreadable = (name: string) => refused(UserErrorCode.INVALID, `"${name}" cannot be read as a picture.`);

const refused = (code: UserErrorCode, message: string) => new UserInputError(code, message, 'file');
