UPDATE part_revision SET state = 'draft' WHERE id = {released}
UPDATE part_revision SET state = 'in_review' WHERE id = {released}
UPDATE part_revision SET state = 'released' WHERE id = {superseded}
UPDATE part_revision SET state = 'draft' WHERE id = {superseded}
UPDATE part_revision SET state = 'released' WHERE id = {draft}
UPDATE part_revision SET state = 'released', released_at = created_at, effective_from = created_at WHERE id = {in_review}
UPDATE part_revision SET material = 'x' WHERE id = {released}
UPDATE part_revision SET weight = '1' WHERE id = {released}
UPDATE part_revision SET customer_label = 'x', reason = 'x' WHERE id = {superseded}
UPDATE part_revision SET material = 'x' WHERE id = {in_review}
UPDATE part_revision SET content_hash = 'x' WHERE id = {in_review}
UPDATE part_revision SET content_hash = 'x' WHERE id = {released}
UPDATE part_revision SET part_id = {other_part} WHERE id = {released}
UPDATE part_revision SET counter = 99 WHERE id = {released}
UPDATE part_revision SET migrated = 1 WHERE id = {released}
UPDATE part_revision SET created_by_id = NULL WHERE id = {in_review}
UPDATE part_revision SET released_at = '1999-01-01T00:00:00.000000Z' WHERE id = {released}
UPDATE part_revision SET effective_from = '1999-01-01T00:00:00.000000Z' WHERE id = {released}
UPDATE part_revision SET effective_to = NULL WHERE id = {superseded}
UPDATE part_revision SET effective_to = '2999-01-01T00:00:00.000000Z' WHERE id = {superseded}
UPDATE part_revision SET effective_from = '1999-01-01T00:00:00.000000Z' WHERE id = {draft}
UPDATE part_revision SET superseded_by_id = {draft} WHERE id = {superseded}
UPDATE part_revision SET superseded_by_id = {draft} WHERE id = {released}
UPDATE part_revision SET state = 'superseded' WHERE id = {released}
UPDATE part_revision SET id = 999 WHERE id = {released}; UPDATE bom_line SET quantity = '9' WHERE id = {line}
DELETE FROM part_revision WHERE id = {released}
DELETE FROM part_revision WHERE id = {superseded}
DELETE FROM part_revision WHERE id = {in_review}
DELETE FROM part WHERE id = {part}
DELETE FROM part WHERE id = {bolt}
UPDATE part SET number = 'x' WHERE id = {part}
UPDATE part SET number_key = 'x' WHERE id = {part}
UPDATE part SET unit = 'kg' WHERE id = {bolt}
UPDATE part SET kind = 'packaging' WHERE id = {part}
UPDATE part SET number = 'x' WHERE id = {other_part}
UPDATE part SET id = 999 WHERE id = {part}
INSERT INTO part_revision (id, part_id, counter, customer_label, reason, material, weight, migrated, state, maturity, content_hash, created_by_id, created_at, released_at, effective_from, effective_to, superseded_by_id, version) SELECT 998, part_id, 98, customer_label, reason, material, weight, migrated, 'released', maturity, content_hash, created_by_id, created_at, released_at, effective_from, effective_to, NULL, 1 FROM part_revision WHERE id = {released}
INSERT INTO part_revision (id, part_id, counter, customer_label, reason, material, weight, migrated, state, maturity, content_hash, created_by_id, created_at, released_at, effective_from, effective_to, superseded_by_id, version) SELECT 997, part_id, 97, 'D', reason, material, weight, migrated, 'draft', maturity, NULL, created_by_id, created_at, NULL, NULL, NULL, NULL, 1 FROM part_revision WHERE id = {draft}
UPDATE bom_line SET quantity = '9' WHERE id = {line}
UPDATE bom_line SET note = 'x' WHERE id = {review_line}
UPDATE bom_line SET child_part_id = {washer} WHERE id = {old_line}
UPDATE bom_line SET revision_id = {draft}, find_number = '77' WHERE id = {line}
UPDATE bom_line SET revision_id = {released}, find_number = '77' WHERE id = {draft_line}
UPDATE bom_line SET id = 999 WHERE id = {line}
UPDATE bom_line SET quantity = '0.000' WHERE id = {draft_line}
UPDATE bom_line SET quantity = '-1' WHERE id = {draft_line}
UPDATE bom_line SET per = '0' WHERE id = {draft_line}
UPDATE bom_line SET quantity = '1,5' WHERE id = {draft_line}
UPDATE bom_line SET child_part_id = {part} WHERE id = {draft_line}
UPDATE bom_line SET pinned_revision_id = {released} WHERE id = {draft_line}
DELETE FROM bom_line WHERE id = {line}
DELETE FROM bom_line WHERE revision_id = {in_review}
INSERT INTO bom_line SELECT 996, revision_id, '99', 9, child_part_id, NULL, quantity, per, unit, reference, note, optional, scrap_percent FROM bom_line WHERE id = {line}
INSERT INTO bom_line SELECT 995, 12345, '99', 9, child_part_id, NULL, quantity, per, unit, reference, note, optional, scrap_percent FROM bom_line WHERE id = {line}
UPDATE bom_line SET quantity = '9' FROM part_revision WHERE part_revision.id = bom_line.revision_id AND part_revision.id = {released}
UPDATE bom_substitute SET part_id = {washer} WHERE id = {substitute}
UPDATE bom_substitute SET rank = 9 WHERE id = {substitute}
UPDATE bom_substitute SET line_id = {draft_line} WHERE id = {substitute}
DELETE FROM bom_substitute WHERE id = {substitute}
INSERT INTO bom_substitute VALUES (994, {line}, 2, {washer})
INSERT INTO bom_substitute VALUES (993, {review_line}, 1, {washer})
INSERT INTO bom_substitute VALUES (992, {draft_line}, 1, {part})
INSERT INTO bom_substitute VALUES (991, {draft_line}, 1, {washer})
INSERT INTO bom_substitute VALUES (990, 123456, 1, {washer})
UPDATE document SET number = 'x' WHERE id = {document}
UPDATE document SET title = 'x' WHERE id = {document}
UPDATE document SET kind = 'external' WHERE id = {document}
DELETE FROM document WHERE id = {document}
UPDATE document_revision SET state = 'draft' WHERE id = {drawing}
UPDATE document_revision SET state = 'released' WHERE id = {old_drawing}
UPDATE document_revision SET state = 'released', released_at = created_at WHERE id = {review_drawing}
UPDATE document_revision SET label = 'x' WHERE id = {drawing}
UPDATE document_revision SET issued_on = '2026-01-01' WHERE id = {review_drawing}
UPDATE document_revision SET document_id = 2 WHERE id = {drawing}
UPDATE document_revision SET released_at = '1999-01-01T00:00:00.000000Z' WHERE id = {drawing}
DELETE FROM document_revision WHERE id = {drawing}
UPDATE document_file SET file_hash = (SELECT file_hash FROM document_file WHERE id = {draft_file}) WHERE id = {file}
UPDATE document_file SET name = 'x.step' WHERE id = {file}
UPDATE document_file SET revision_id = {draft_drawing}, position = 9 WHERE id = {file}
UPDATE document_file SET revision_id = {drawing}, position = 9 WHERE id = {draft_file}
DELETE FROM document_file WHERE id = {file}
INSERT INTO document_file SELECT 989, {drawing}, 5, file_hash, name, NULL FROM document_file WHERE id = {file}
UPDATE part_document SET document_revision_id = {draft_drawing} WHERE id = {link}
UPDATE part_document SET part_revision_id = {draft} WHERE id = {link}
DELETE FROM part_document WHERE id = {link}
INSERT INTO part_document VALUES (988, {draft}, {document}, {review_drawing})
UPDATE characteristic SET nominal = '41' WHERE id = {characteristic}
UPDATE characteristic SET lower_limit = '1', special = 'critical' WHERE id = {characteristic}
UPDATE characteristic SET document_revision_id = {draft_drawing}, number = '77' WHERE id = {characteristic}
UPDATE characteristic SET document_revision_id = {drawing}, number = '77' WHERE id = {draft_characteristic}
UPDATE characteristic SET position = 77 WHERE id = {characteristic}
DELETE FROM characteristic WHERE id = {characteristic}
UPDATE balloon SET x = '1' WHERE id = {balloon}
UPDATE balloon SET characteristic_id = {draft_characteristic} WHERE id = {balloon}
UPDATE balloon SET characteristic_id = {characteristic} WHERE id = {draft_balloon}
DELETE FROM balloon WHERE id = {balloon}
INSERT INTO balloon VALUES (987, {characteristic}, 1, '1', '1', '1', '1')
UPDATE review SET state = 'approved' WHERE id = {review}
UPDATE review SET content_hash = 'x' WHERE id = {review}
UPDATE review SET entity_id = {draft} WHERE id = {review}
UPDATE review SET state = 'open' WHERE state = 'approved'
UPDATE review SET ended_at = NULL WHERE state = 'approved'
DELETE FROM review WHERE id = {review}
INSERT INTO review SELECT 986, noun, {draft}, content_hash, 'approved', opened_by_id, opened_at, opened_at, 1 FROM review WHERE id = {review}
UPDATE review_step SET signature_id = NULL WHERE id = {step}
UPDATE review_step SET signature_id = {foreign_signature} WHERE id = {step}
UPDATE review_step SET signature_id = {foreign_signature} WHERE id = {next_step}
UPDATE review_step SET signature_id = (SELECT signature_id FROM review_step WHERE id = {step}) WHERE id = {next_step}
UPDATE review_step SET meaning = 'prepared' WHERE id = {last_step}
UPDATE review_step SET role = 'engineer' WHERE id = {last_step}
UPDATE review_step SET review_id = 1 WHERE id = {last_step}
DELETE FROM review_step WHERE id = {last_step}
INSERT INTO review_step VALUES (985, 1, 9, 'agreed', 'reader', NULL)
INSERT INTO review_step VALUES (984, {review}, 9, 'agreed', 'reader', {foreign_signature})
UPDATE signature SET content_hash = 'x'
UPDATE signature SET user_id = {engineer}, printed_name = 'x' WHERE id = {signature}
DELETE FROM signature WHERE id = {signature}
DELETE FROM user_account WHERE id = {engineer}
UPDATE user_account SET id = 999 WHERE id = {engineer}
UPDATE vault_file SET hash = 'x'
DELETE FROM vault_file
UPDATE audit_entry SET actor = 'x' WHERE seq = 3
UPDATE audit_entry SET seq = seq + 1
DELETE FROM audit_entry WHERE seq = (SELECT MAX(seq) FROM audit_entry)
INSERT INTO audit_entry SELECT seq + 2, at, clock_back, user_id, actor, station, action, noun, entity_id, payload, alg, hash, hash FROM audit_entry ORDER BY seq DESC LIMIT 1
INSERT INTO audit_entry SELECT seq + 1, at, clock_back, user_id, actor, station, action, noun, entity_id, payload, alg, prev, hash FROM audit_entry ORDER BY seq DESC LIMIT 1
DELETE FROM file_opened
UPDATE file_opened SET user_id = {engineer}
DELETE FROM plant_setting
UPDATE number_counter SET next_number = 1
DELETE FROM number_counter
UPDATE review SET state = 'rejected', ended_at = NULL WHERE state = 'approved'
UPDATE bom_line SET unit = 'kg'; UPDATE part_revision SET state = 'draft'; UPDATE characteristic SET nominal = '1'
