import { oneOf, StageMigration } from './stage-migration.js';

export class CompleteContacts extends StageMigration {
  override readonly name = 'CompleteContacts1716800000053';

  protected override readonly tables = `
  alter table contact add column status text not null default 'OK';
  alter table contact add constraint contact_status_check ${oneOf('status', ['OK', 'MISSING', 'MASKED'])};
  alter table credit drop constraint credit_role_check;
  alter table credit add constraint credit_role_check ${oneOf('role', ['SPEAKER', 'KEYNOTE_SPEAKER', 'MODERATOR', 'GUEST_OF_HONOUR', 'HOST', 'WITNESS', 'VISITOR', 'BRIEFER', 'AWARDEE', 'PRESENTER', 'AUTHOR', 'SIGNATORY'])};
  alter table venue_text add column district_name text collate "und-x-icu";
`;

  protected override readonly drop = `
  alter table contact drop column status;
  alter table credit drop constraint credit_role_check;
  alter table credit add constraint credit_role_check ${oneOf('role', ['SPEAKER', 'KEYNOTE_SPEAKER', 'MODERATOR', 'GUEST_OF_HONOUR', 'HOST', 'WITNESS', 'VISITOR', 'BRIEFER', 'AWARDEE', 'AUTHOR', 'SIGNATORY'])};
  alter table venue_text drop column district_name;
`;
}
