import type { RequestContext } from '../context.ts';
import type { OpeningHours, OpeningHoursUpdateInput } from './opening-hours.contract.ts';

/** Changes the hours of the viewer's tenant. Admins only. */
export async function updateOpeningHours(
  _context: RequestContext,
  _input: OpeningHoursUpdateInput,
): Promise<{ openingHours: OpeningHours }> {
  throw new Error('Not written yet');
}
