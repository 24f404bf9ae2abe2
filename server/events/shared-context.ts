import type { ExecutionResult } from 'graphql';
import { makeSessionLink } from '../access/session-links.ts';
import type { Viewer } from '../access/viewer.ts';
import { RequestContext } from '../context.ts';

/** Stands before the path of a link that is yet to be made. PostgreSQL stores no such character: nobody can have written it. */
const yetToBeMade = '\0';

/** Reads what several viewers get. Only the links in it are each one's own, and made when it is delivered. */
export class SharedContext extends RequestContext {
  private hasLinks = false;

  /** The shared result with the links of one viewer. */
  resultFor(viewer: Viewer, result: ExecutionResult): ExecutionResult {
    if (!this.hasLinks) return result;
    const { signedLinks } = this.portal;
    const complete = (value: unknown): unknown => {
      if (typeof value === 'string')
        return value.startsWith(yetToBeMade) ? makeSessionLink(signedLinks, value.slice(1), viewer) : value;
      if (Array.isArray(value)) return value.map(complete);
      if (typeof value !== 'object' || value === null) return value;
      const copy = { ...value } as Record<string, unknown>;
      for (const name in copy) copy[name] = complete(copy[name]);
      return copy;
    };
    return { ...result, data: complete(result.data) as ExecutionResult['data'] };
  }

  protected override linkTo(path: string): string {
    this.hasLinks = true;
    return yetToBeMade + path;
  }
}
