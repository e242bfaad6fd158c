"""links and purge: facts beside signatures, short blocking keys, what people said about links, proofs of deletion

Signatures and blocking keys are made from the reports: both tables are emptied here, and `daman migrate` fills them anew.

Revision ID: 0003
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

import detector.db

revision = '0003'
down_revision = '0001'
branch_labels = None
depends_on = None

STATUS = sa.Enum('queued', 'claimed', 'visit_planned', 'visited', 'proposed', 'decided', 'guided', 'merged', 'withdrawn', name='status', native_enum=False, length=32)


def upgrade() -> None:
    op.drop_table('blocking_key')
    op.drop_table('signature')
    op.create_table('blocking_key',
    sa.Column('key', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['report_id'], ['report.id'], name=op.f('fk_blocking_key_report_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('key', 'report_id', name=op.f('pk_blocking_key')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_blocking_key_report_id'), 'blocking_key', ['report_id'], unique=False)
    op.create_table('signature',
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('minhash', sa.LargeBinary(), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['report_id'], ['report.id'], name=op.f('fk_signature_report_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('report_id', name=op.f('pk_signature'))
    )
    op.create_table('link_act',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('deed', sa.Enum('merge', 'split', 'reject', name='linkdeed', native_enum=False, length=32), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('other_id', sa.Integer(), nullable=False),
    sa.Column('links', sa.JSON(), nullable=False),
    sa.Column('other_status', STATUS, nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('at', detector.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('undone_at', detector.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('undone_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_link_act_by_id')),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_link_act_case_id')),
    sa.ForeignKeyConstraint(['other_id'], ['case.id'], name=op.f('fk_link_act_other_id')),
    sa.ForeignKeyConstraint(['undone_by_id'], ['account.id'], name=op.f('fk_link_act_undone_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_link_act'))
    )
    op.create_index(op.f('ix_link_act_case_id'), 'link_act', ['case_id'], unique=False)
    op.create_index(op.f('ix_link_act_other_id'), 'link_act', ['other_id'], unique=False)
    op.create_table('purge_proof',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('deleted_post', 'revoked_message', 'withdrawn_consent', 'no_case', 'expired', name='gone', native_enum=False, length=32), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=True),
    sa.Column('subject_hash', sa.String(), nullable=False),
    sa.Column('requested_at', detector.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('done_at', detector.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('rows', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_purge_proof'))
    )
    op.create_index(op.f('ix_purge_proof_subject_hash'), 'purge_proof', ['subject_hash'], unique=False)
    op.create_index('ix_purge_proof_waiting', 'purge_proof', ['done_at', 'id'], unique=False)
    with op.batch_alter_table('case') as batch:
        batch.create_index(op.f('ix_case_merged_into'), ['merged_into'])


def downgrade() -> None:
    with op.batch_alter_table('case') as batch:
        batch.drop_index(op.f('ix_case_merged_into'))
    op.drop_table('purge_proof')
    op.drop_table('link_act')
    op.drop_table('signature')
    op.drop_table('blocking_key')
    op.create_table('signature',
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('minhash', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['report_id'], ['report.id'], name=op.f('fk_signature_report_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('report_id', name=op.f('pk_signature'))
    )
    op.create_table('blocking_key',
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['report_id'], ['report.id'], name=op.f('fk_blocking_key_report_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('key', 'report_id', name=op.f('pk_blocking_key'))
    )
    op.create_index(op.f('ix_blocking_key_report_id'), 'blocking_key', ['report_id'], unique=False)
