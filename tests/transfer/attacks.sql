UPDATE part_revision SET migrated = 0 WHERE migrated = 1
UPDATE part_revision SET original_revision = 'Z' WHERE migrated = 1
UPDATE part_revision SET original_approved_on = '2001-01-01' WHERE migrated = 1
UPDATE part_revision SET transfer_line_id = NULL WHERE migrated = 1
UPDATE document_revision SET original_approver = 'X' WHERE migrated = 1
UPDATE document_revision SET migrated = 1 WHERE migrated = 0
UPDATE transfer SET plan_hash = 'x' WHERE id = 1
UPDATE transfer SET state = 'signed' WHERE state = 'done'
UPDATE transfer SET signature_id = NULL WHERE id = 1
UPDATE transfer SET ended_at = '2000-01-01T00:00:00.000000Z' WHERE id = 1
DELETE FROM transfer WHERE id = 1
UPDATE transfer_line SET file_hash = NULL WHERE id = 1
DELETE FROM transfer_line WHERE id = 1
INSERT INTO transfer_line (id, transfer_id, position, row, content, file_path) VALUES (9999, 1, 9999, 0, '{}', '')
INSERT INTO transfer (id, kind, state, folder, register_name, register_hash, reading, created_by_id, created_at, version) SELECT 77, kind, 'signed', folder, register_name, register_hash, reading, created_by_id, created_at, 1 FROM transfer WHERE id = 1
INSERT INTO part_revision (id, part_id, counter, customer_label, reason, migrated, transfer_line_id, state, material, maturity, created_at, version) SELECT 7777, part_id, 7, 'X', '', 1, transfer_line_id, 'draft', '', maturity, created_at, 1 FROM part_revision WHERE migrated = 1 LIMIT 1
INSERT INTO part_revision (id, part_id, counter, customer_label, reason, migrated, original_revision, state, material, maturity, created_at, version) SELECT 7778, id, 7, 'X', '', 0, 'B', 'draft', '', 'production', '2020', 1 FROM part LIMIT 1
INSERT INTO calibration (id, gauge_id, done_on, due_on, result, certificate, laboratory, recorded_at, transfer_line_id) VALUES (7, 1, '2020-01-01', '2021-01-01', 'pass', '', '', '2020', 1)
