import { UniqueConstraintViolationException } from '@mikro-orm/postgresql';

/** Writes what somebody else may write at the same time: then it is there by now, and the second time finds it. */
export async function againIfTaken<Result>(write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof UniqueConstraintViolationException) return write();
    throw error;
  }
}
