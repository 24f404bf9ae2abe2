import { isStaff, type Viewer } from '../access/viewer.ts';
import { ArticleStatus } from './article.entity.ts';

type Standing = { status: ArticleStatus };

/** What may be done with an article that exists for the viewer, now. Each rule is asked by a service and shown by the API. */
export const canSave = (viewer: Viewer) => isStaff(viewer);

export const canPublish = (viewer: Viewer, { status }: Standing) =>
  isStaff(viewer) && status !== ArticleStatus.PUBLISHED;

export const canArchive = (viewer: Viewer, { status }: Standing) =>
  isStaff(viewer) && status !== ArticleStatus.ARCHIVED;

/** Staff wrote it: what they think of it would count for nothing. */
export const canRate = (viewer: Viewer) => !isStaff(viewer);
