import { Index, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { ScopedEntity } from '../access/scope.ts';

/** As many teams can a tenant have beside those that are archived, and as many members a team. */
export const teamLimits = { teams: 50, members: 100 };

@ScopedEntity('staff', { tableName: 'team' })
@Unique({ properties: ['id', 'tenantId'] })
@Index({
  name: 'team_name_index',
  expression: 'create unique index team_name_index on team (tenant_id, lower(name)) where archived_at is null',
})
export class TeamRow {
  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ type: 'uuid' })
  tenantId!: string;

  /** Unique among those that are not archived, whatever the case. */
  @Property({ type: 'text' })
  name!: string;

  @Property({ type: 'datetime', length: 3, nullable: true })
  archivedAt: Date | null = null;

  @Property({ type: 'datetime', length: 3 })
  createdAt!: Date;
}

/** That somebody is in a team that is not archived. What customers cause is told to members, so theirs is the whole tenant. */
@ScopedEntity('settings', { tableName: 'team_member' })
@Index({ properties: ['userId'] })
export class TeamMemberRow {
  @PrimaryKey({ type: 'uuid' })
  teamId!: string;

  @PrimaryKey({ type: 'uuid' })
  userId!: string;

  @Property({ type: 'uuid' })
  tenantId!: string;
}
