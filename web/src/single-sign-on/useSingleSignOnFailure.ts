import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { useRoute } from 'vue-router';
import { singleSignOnFailures } from '#shared/single-sign-on.ts';

/** Why who came back from a provider is not signed in: a text of the portal alone, since anybody can write into an address. */
export function useSingleSignOnFailure() {
  const { t } = useI18n();
  const route = useRoute();
  return computed(() => {
    const code = singleSignOnFailures.find((each) => each === route.query['singleSignOn']);
    return code ? t(`singleSignOn.failure.${code}`) : null;
  });
}
