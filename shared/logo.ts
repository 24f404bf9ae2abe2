/** Bytes of the largest picture that a logo is made of. */
export const largestLogo = 2 * 1024 * 1024;

/** What it may be a picture of: formats without scripts, links and fonts. */
export const logoTypes = ['image/png', 'image/jpeg', 'image/webp'];

/** Whether a logo is so wide that it has the name in it: it stands for the name then, otherwise before it. */
export const hasName = ({ width, height }: { width: number; height: number }): boolean => width > 2 * height;
