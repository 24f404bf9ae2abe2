import { expression } from '../reads/fields.ts';
import { reads } from '../reads/reads.ts';
import { SecondFactor } from './second-factor-state.contract.ts';
import { SecondFactorRow } from './second-factor.entity.ts';

export const secondFactorReads = reads(SecondFactorRow, SecondFactor, {
  columns: [],
  fields: { recoveryCodesLeft: expression((factor) => `cardinality(${factor.recoveryCodes})`) },
});
