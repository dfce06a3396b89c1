CREATE TEMP TABLE part_revision AS SELECT id, part_id, 'draft'::text AS state FROM public.part_revision; UPDATE bom_line SET quantity = '9' WHERE id = {line}; DELETE FROM bom_substitute
CREATE TEMP TABLE document_revision AS SELECT id, 'draft'::text AS state FROM public.document_revision; UPDATE characteristic SET nominal = '1' WHERE id = {characteristic}
CREATE TEMP TABLE review AS SELECT 9 AS id, 'part_revision'::text AS noun, {in_review} AS entity_id, 'approved'::text AS state, content_hash FROM public.part_revision WHERE id = {in_review}; UPDATE part_revision SET state = 'released', released_at = created_at, effective_from = created_at WHERE id = {in_review}
SET search_path = pg_temp, public; CREATE TEMP TABLE part_revision AS SELECT id, 'draft'::text AS state FROM public.part_revision; DELETE FROM public.bom_line WHERE id = {line}
INSERT INTO bom_line SELECT * FROM bom_line WHERE id = {line} ON CONFLICT (id) DO UPDATE SET quantity = '9'
INSERT INTO part_revision SELECT * FROM part_revision WHERE id = {draft} ON CONFLICT (id) DO UPDATE SET state = 'released'
MERGE INTO bom_line b USING part_revision r ON b.revision_id = r.id WHEN MATCHED THEN UPDATE SET quantity = '9'
WITH gone AS (DELETE FROM bom_substitute RETURNING *) SELECT * FROM gone
TRUNCATE bom_line CASCADE
TRUNCATE signature, review_step CASCADE
ALTER TABLE bom_line DISABLE TRIGGER ALL
ALTER TABLE bom_line DISABLE TRIGGER child_bom_line_update
DROP TRIGGER child_bom_line_update ON bom_line
DROP FUNCTION child_bom_line_update() CASCADE
CREATE OR REPLACE FUNCTION child_bom_line_update() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'
SET session_replication_role = replica
CREATE RULE r AS ON UPDATE TO bom_line DO INSTEAD NOTHING
UPDATE alembic_version SET version_num = '9'
