import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Websites that render on a server have a role of their own. */
export class AddRoleForFrontEnds implements MigrationInterface {
  readonly name = 'AddRoleForFrontEnds1716800000024';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(allowing('READER', 'EDITOR', 'PUBLISHER', 'PARTNER', 'FRONT_END', 'ADMIN'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      update system.api_key set roles = array_remove(roles, 'FRONT_END') where roles <> array['FRONT_END'];
      delete from system.api_key where roles = array['FRONT_END'];
      ${allowing('READER', 'EDITOR', 'PUBLISHER', 'PARTNER', 'ADMIN')}`);
  }
}

function allowing(...roles: string[]): string {
  return `
    alter table system.api_key drop constraint api_key_roles_check;
    alter table system.api_key add constraint api_key_roles_check check (
      cardinality(roles) > 0 and roles <@ array[${roles.map((role) => `'${role}'`).join(', ')}]
    )`;
}
