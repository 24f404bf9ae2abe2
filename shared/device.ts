import Bowser from 'bowser';

export interface Device {
  /** null when it is not known. */
  browser: string | null;
  system: string;
  isHandheld: boolean;
}

/** Shorter names than those of bowser. */
const commonNames: Record<string, string> = {
  'Microsoft Edge': 'Edge',
  'Samsung Internet for Android': 'Samsung Internet',
  'Chrome OS': 'ChromeOS',
};

/** The browser and system behind a `User-Agent`; null when the system is not known. */
export function deviceOf(userAgent: string): Device | null {
  if (!userAgent) return null;
  const { browser, os, platform } = Bowser.parse(userAgent);
  const isHandheld = platform.type === 'mobile' || platform.type === 'tablet';
  const system = os.name === 'iOS' ? platform.model : os.name;
  if (!system) return null;
  // bowser takes it for Opera, and many still use it
  const name = userAgent.includes('Opera Mini/') ? 'Opera Mini' : browser.name;
  return { browser: name ? commonName(name) : null, system: commonName(system), isHandheld };
}

const commonName = (name: string): string => commonNames[name] ?? name;
