import type { GraphQLResolveInfo } from 'graphql';
import type Upload from 'graphql-upload/Upload.mjs';
import { Arg, Ctx, Info, Query, Resolver } from 'type-graphql';
import { UploadScalar } from '../attachments/upload.scalar.ts';
import { Keys } from '../access/key-rules.ts';
import type { RequestContext } from '../context.ts';
import { UserErrorMutation } from '../graphql/user-error.ts';
import { frequencies } from '../limits/limits.ts';
import { removeLogo, uploadLogo } from './logo.service.ts';
import { logoRule } from './logo.policy.ts';
import {
  Organisation,
  OrganisationLogoRemovePayload,
  OrganisationLogoUploadPayload,
  OrganisationUpdateInput,
  OrganisationUpdatePayload,
} from './organisation.contract.ts';
import { readOrganisation, updateOrganisation } from './organisation.service.ts';
import { PortalInfo } from './tenant.contract.ts';
import { describePortal } from './tenant.service.ts';

@Resolver()
export class TenantResolver {
  @Keys('any')
  @Query(() => PortalInfo, { description: 'What is known about the portal at this address before signing in.' })
  portal(@Ctx() { portal, origin }: RequestContext) {
    return describePortal(portal, origin!.host);
  }

  @Keys('settings:read')
  @Query(() => Organisation, {
    nullable: true,
    description: 'What admins can change of the face of their organisation; null for everybody else.',
  })
  organisation(@Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    return readOrganisation(context, info);
  }

  @UserErrorMutation(() => OrganisationUpdatePayload, {
    description:
      'Changes the face of the organisation: the portal and its emails show it at once. Admins only (FORBIDDEN). REQUIRED, TOO_LONG or INVALID on the field that breaks a rule.',
    keys: 'settings:write',
  })
  organisationUpdate(
    @Ctx() context: RequestContext,
    @Arg('input', () => OrganisationUpdateInput, { description: 'The changes.' }) input: OrganisationUpdateInput,
  ) {
    return updateOrganisation(context, input);
  }

  @UserErrorMutation(() => OrganisationLogoUploadPayload, {
    description: `Makes a picture the logo of the organisation, in a multipart request of its own (see \`Upload\`); the portal and its emails show it at once. It is ${logoRule}. What is shown is made small enough to fit into 480 x 160 pixels, keeps its transparency, and loses what it says of place, time, device and person. Admins only (FORBIDDEN). EMPTY, TOO_LARGE, TYPE_NOT_ALLOWED, or INVALID for a damaged one, on \`file\`.`,
    price: 400,
    frequency: frequencies.organisationLogoUpload,
    keys: 'settings:write',
  })
  organisationLogoUpload(
    @Ctx() context: RequestContext,
    @Arg('file', () => UploadScalar, { description: 'The picture.' }) file: Upload,
  ) {
    return uploadLogo(context, file);
  }

  @UserErrorMutation(() => OrganisationLogoRemovePayload, {
    description: 'Removes the logo of the organisation, if it has one. Admins only (FORBIDDEN).',
    keys: 'settings:write',
  })
  organisationLogoRemove(@Ctx() context: RequestContext) {
    return removeLogo(context);
  }
}
