import { toValue, type MaybeRefOrGetter } from 'vue';
import { useI18n } from 'vue-i18n';
import { useUserErrorText } from '../apollo/useUserErrors';
import { useFormats } from '../locales/useFormats';
import type { AttachmentLimits, AttachmentRule } from './attachment-rules';
import type { AttachmentUpload } from './upload';

/** Longer lists help nobody. */
const listedExtensions = 15;

/** Why a file is not uploaded, with the rule and its limit; null when nothing is wrong. */
export function useUploadProblem(limits: MaybeRefOrGetter<AttachmentLimits | null>): {
  problemOf: (upload: AttachmentUpload) => string | null;
} {
  const { t } = useI18n();
  const formats = useFormats();
  const userErrorText = useUserErrorText();

  function ruleText(rule: AttachmentRule, bytes: number): string {
    const { maximumSize = 0, maximumCount = 0, extensions = [] } = toValue(limits) ?? {};
    const values = {
      size: formats.value.fileSize(bytes),
      maximumSize: formats.value.fileSize(maximumSize),
      count: formats.value.count(maximumCount),
      extensions: extensions.join(', '),
    };
    const isLong = rule === 'TYPE_NOT_ALLOWED' && extensions.length > listedExtensions;
    return isLong ? t('attachments.typeNotAllowed') : t(`attachments.rule.${rule}`, values, maximumCount);
  }

  return {
    problemOf({ state, rule, failure, userErrors, size }) {
      if (failure) return t('attachments.failed', { reason: t(`failure.${failure}`) });
      if (rule) return ruleText(rule, size);
      if (userErrors.length) return userErrors.map(userErrorText).join(' ');
      return state === 'rejected' ? t('attachments.gone') : null;
    },
  };
}
