"""campaigns and their stops

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

import detector.db

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('campaign',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('status', sa.Enum('drafted', 'planned', 'running', 'closed', 'cancelled', name='campaignstatus', native_enum=False, length=32), nullable=False),
    sa.Column('region_code', sa.String(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('days', sa.JSON(), nullable=False),
    sa.Column('teams', sa.JSON(), nullable=False),
    sa.Column('day_start', sa.Integer(), nullable=False),
    sa.Column('day_end', sa.Integer(), nullable=False),
    sa.Column('visit_minutes', sa.Integer(), nullable=False),
    sa.Column('created_at', detector.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.Column('planned_at', detector.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('km', sa.Double(), nullable=True),
    sa.Column('naive_km', sa.Double(), nullable=True),
    sa.Column('naive_days', sa.Integer(), nullable=True),
    sa.Column('distances', sa.String(), nullable=True),
    sa.Column('pauses', sa.JSON(), nullable=False),
    sa.Column('rounds', sa.JSON(), nullable=False),
    sa.Column('closed_at', detector.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['created_by_id'], ['account.id'], name=op.f('fk_campaign_created_by_id')),
    sa.ForeignKeyConstraint(['office_id'], ['office.id'], name=op.f('fk_campaign_office_id')),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_campaign_region_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campaign'))
    )
    op.create_index(op.f('ix_campaign_office_id'), 'campaign', ['office_id'], unique=False)
    op.create_index(op.f('ix_campaign_region_code'), 'campaign', ['region_code'], unique=False)
    op.create_table('campaign_stop',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('place_name', sa.String(), nullable=True),
    sa.Column('lat', sa.Double(), nullable=True),
    sa.Column('lon', sa.Double(), nullable=True),
    sa.Column('listed', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=True),
    sa.Column('team', sa.Integer(), nullable=True),
    sa.Column('turn', sa.Integer(), nullable=True),
    sa.Column('arrive_at', detector.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('leave_at', detector.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('km', sa.Double(), nullable=True),
    sa.Column('outcome', sa.Enum('planned', 'visited', 'nobody_home', 'postponed', name='stopoutcome', native_enum=False, length=32), nullable=False),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_campaign_stop_campaign_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_campaign_stop_case_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campaign_stop')),
    sa.UniqueConstraint('campaign_id', 'case_id', name=op.f('uq_campaign_stop_campaign_id_case_id'))
    )
    op.create_index(op.f('ix_campaign_stop_case_id'), 'campaign_stop', ['case_id'], unique=False)
