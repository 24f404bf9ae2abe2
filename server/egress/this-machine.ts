/** Whether a host's name or address, as in a URL, is this machine itself, wherever names are looked up (RFC 6761). */
export const isThisMachine = (hostname: string): boolean =>
  /^((.+\.)?localhost|127(\.\d{1,3}){3}|\[::1\])$/i.test(hostname);
