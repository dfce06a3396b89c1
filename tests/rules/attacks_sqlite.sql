REPLACE INTO part_revision SELECT id, part_id, counter, 'x', reason, material, weight, migrated, 'draft', maturity, NULL, created_by_id, created_at, NULL, NULL, NULL, NULL, 1 FROM part_revision WHERE id = {released}
INSERT OR REPLACE INTO part_revision SELECT 999, part_id, 88, 'x', reason, material, weight, migrated, 'draft', maturity, NULL, created_by_id, created_at, NULL, NULL, NULL, NULL, 1 FROM part_revision WHERE id = {in_review}
INSERT OR REPLACE INTO part_revision SELECT 999, part_id, counter, 'x', reason, material, weight, migrated, 'draft', maturity, NULL, created_by_id, created_at, NULL, NULL, NULL, NULL, 1 FROM part_revision WHERE id = {released}
UPDATE OR REPLACE part_revision SET id = {released} WHERE id = {draft}
UPDATE OR REPLACE part_revision SET counter = 1 WHERE id = {draft}
UPDATE OR REPLACE part SET number_key = 'bolt' WHERE id = {other_part}
UPDATE OR REPLACE part SET id = {bolt} WHERE id = {other_part}
REPLACE INTO part SELECT id, 'x', 'x', name, name_en, kind, source, unit, material, weight, active, version FROM part WHERE id = {part}
REPLACE INTO bom_line SELECT {line}, {draft}, '55', position, child_part_id, NULL, quantity, per, unit, reference, note, optional, scrap_percent FROM bom_line WHERE id = {draft_line}
UPDATE OR REPLACE bom_line SET id = {line} WHERE id = {draft_line}
UPDATE OR IGNORE bom_line SET quantity = '9' WHERE id = {line}
UPDATE OR FAIL bom_line SET quantity = '9' WHERE id = {line}
UPDATE OR ROLLBACK bom_line SET quantity = '9' WHERE id = {line}
INSERT OR IGNORE INTO bom_substitute VALUES (983, {line}, 2, {washer})
REPLACE INTO bom_substitute VALUES ({substitute}, {draft_line}, 7, {nut})
UPDATE OR REPLACE document_file SET id = {file} WHERE id = {draft_file}
REPLACE INTO document_file SELECT {file}, {draft_drawing}, 9, file_hash, name, NULL FROM document_file WHERE id = {draft_file}
REPLACE INTO document SELECT id, 'x', 'x', title, kind, 1 FROM document WHERE id = {document}
REPLACE INTO part_document VALUES ({link}, {draft}, {document}, {draft_drawing})
UPDATE OR REPLACE characteristic SET id = {characteristic} WHERE id = {draft_characteristic}
UPDATE OR REPLACE balloon SET id = {balloon} WHERE id = {draft_balloon}
REPLACE INTO balloon VALUES ({balloon}, {draft_characteristic}, 1, '1', '1', '1', '1')
REPLACE INTO signature SELECT id, uuid, {engineer}, 'x', printed_title, meaning, method, noun, entity_id, content_hash, comment, at FROM signature WHERE id = {signature}
INSERT OR REPLACE INTO signature SELECT 999, uuid, {engineer}, 'x', printed_title, meaning, method, noun, entity_id, content_hash, comment, at FROM signature WHERE id = {signature}
REPLACE INTO review SELECT id, noun, entity_id, content_hash, 'open', opened_by_id, opened_at, NULL, 1 FROM review WHERE state = 'approved'
INSERT OR REPLACE INTO review SELECT 999, noun, entity_id, 'x', 'open', opened_by_id, opened_at, NULL, 1 FROM review WHERE id = {review}
REPLACE INTO review_step VALUES ({last_step}, {review}, 9, 'agreed', 'reader', NULL)
REPLACE INTO user_account SELECT id, login, login_key, 'x', title, badge, password_hash, pin_hash, stamp_hash, active, failed_attempts, locked_until, version FROM user_account WHERE id = {engineer}
INSERT OR REPLACE INTO user_account SELECT 999, login, login_key, 'x', title, badge, password_hash, pin_hash, stamp_hash, active, failed_attempts, locked_until, version FROM user_account WHERE id = {engineer}
REPLACE INTO vault_file SELECT hash, 1, media_type, 'x', stored_at FROM vault_file
INSERT OR REPLACE INTO vault_file (rowid, hash, size, media_type, name, stored_at) SELECT MIN(rowid), 'x', 1, 'x', 'x', 'x' FROM vault_file
REPLACE INTO audit_entry SELECT seq, at, clock_back, user_id, 'x', station, action, noun, entity_id, payload, alg, prev, hash FROM audit_entry WHERE seq = 3
REPLACE INTO plant_setting VALUES ('plant', '{{}}', 1)
INSERT OR REPLACE INTO plant_setting (rowid, name, content, version) SELECT rowid, 'x', '{{}}', 1 FROM plant_setting
UPDATE OR REPLACE number_counter SET rowid = (SELECT MIN(rowid) FROM number_counter) WHERE rowid = (SELECT MAX(rowid) FROM number_counter)
REPLACE INTO number_counter VALUES ('id:part', 1)
REPLACE INTO file_opened SELECT id, user_id, 'x', outside, at FROM file_opened WHERE id = 1
CREATE TEMP TABLE part_revision AS SELECT id, 'draft' AS state FROM main.part_revision; UPDATE bom_line SET quantity = '9' WHERE id = {line}
