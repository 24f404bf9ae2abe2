import { isStaff, type Viewer } from '../access/viewer.ts';
import { ArticleStatus } from './article.entity.ts';

type ArticleState = { status: ArticleStatus };

/** What the viewer may do now with an article they can see. Checked by the services and shown in the API. */
export const canSave = (viewer: Viewer) => isStaff(viewer);

export const canPublish = (viewer: Viewer, { status }: ArticleState) =>
  isStaff(viewer) && status !== ArticleStatus.PUBLISHED;

export const canArchive = (viewer: Viewer, { status }: ArticleState) =>
  isStaff(viewer) && status !== ArticleStatus.ARCHIVED;

/** Staff write the articles, so their ratings would say nothing. */
export const canRate = (viewer: Viewer) => !isStaff(viewer);
