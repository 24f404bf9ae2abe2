import { ref } from 'vue';
import { failureOf, type Failure } from '../apollo/failure';
import { saveFile } from '../browser/save-file';
import type { AttachmentFieldsFragment } from '../gql/graphql';
import type { LinkRefresh } from './useLinkRefresh';

/** Downloads a file by the link that is shown, or by a new one when that has expired. */
export function useAttachmentDownload({ refresh, cached }: LinkRefresh) {
  /** The id of the file being downloaded. */
  const downloading = ref<string | null>(null);

  /** Resolves to why the file could not be downloaded, or to null. */
  async function download({ id, url, name }: AttachmentFieldsFragment): Promise<Failure | 'gone' | null> {
    if (downloading.value) return null;
    downloading.value = id;
    try {
      const content = (await load(url)) ?? (await loadByNewLink(id));
      if (content) saveFile(content, name);
      return content ? null : 'gone';
    } catch (error) {
      return failureOf(error);
    } finally {
      downloading.value = null;
    }
  }

  async function loadByNewLink(id: string): Promise<Blob | null> {
    await refresh([id]);
    const url = cached(id)?.url;
    return url ? load(url) : null;
  }

  return { download, downloading };
}

/** Null when the link does not work. It is not simply opened: then an error page would replace the portal. */
async function load(url: string): Promise<Blob | null> {
  const response = await fetch(url, { cache: 'no-store' });
  if (response.status >= 500)
    throw Object.assign(new Error('The file is not available now'), { statusCode: response.status });
  return response.ok ? response.blob() : null;
}
