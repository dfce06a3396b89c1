CREATE TABLE attribute_definition (
	id INTEGER NOT NULL, 
	kind TEXT, 
	name TEXT NOT NULL, 
	name_key TEXT NOT NULL, 
	name_en TEXT NOT NULL, 
	type TEXT NOT NULL, 
	unit TEXT NOT NULL, 
	choices TEXT NOT NULL, 
	controlled INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	active INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_attribute_definition PRIMARY KEY (id), 
	CONSTRAINT ck_attribute_definition_kind_word CHECK (kind IN ('assembly', 'component', 'semi_finished', 'raw_material', 'purchased', 'standard', 'packaging', 'tooling')), 
	CONSTRAINT ck_attribute_definition_type_word CHECK (type IN ('text', 'number', 'choice', 'date')), 
	CONSTRAINT ck_attribute_definition_controlled_flag CHECK (controlled IN (0, 1)), 
	CONSTRAINT ck_attribute_definition_active_flag CHECK (active IN (0, 1))
)
 STRICT;
CREATE UNIQUE INDEX ix_attribute_definition_kind_name_key ON attribute_definition (kind, name_key);
CREATE TABLE audit_entry (
	seq INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	clock_back INTEGER NOT NULL, 
	user_id INTEGER, 
	actor TEXT NOT NULL, 
	station TEXT NOT NULL, 
	action TEXT NOT NULL, 
	noun TEXT NOT NULL, 
	entity_id INTEGER, 
	payload TEXT NOT NULL, 
	alg INTEGER NOT NULL, 
	prev TEXT NOT NULL, 
	hash TEXT NOT NULL, 
	CONSTRAINT pk_audit_entry PRIMARY KEY (seq), 
	CONSTRAINT ck_audit_entry_clock_back_flag CHECK (clock_back IN (0, 1))
)
 STRICT;
CREATE INDEX ix_audit_entry_noun_entity_id ON audit_entry (noun, entity_id);
CREATE TABLE customer (
	id INTEGER NOT NULL, 
	code TEXT NOT NULL, 
	code_key TEXT NOT NULL, 
	name TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_customer PRIMARY KEY (id), 
	CONSTRAINT uq_customer_code_key UNIQUE (code_key)
)
 STRICT;
CREATE TABLE document (
	id INTEGER NOT NULL, 
	number TEXT NOT NULL, 
	number_key TEXT NOT NULL, 
	title TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_document PRIMARY KEY (id), 
	CONSTRAINT uq_document_number_key UNIQUE (number_key), 
	CONSTRAINT ck_document_kind_word CHECK (kind IN ('drawing', 'control_plan', 'work_standard', 'inspection_standard', 'mill_sheet', 'boundary_sample', 'inspection_agreement', 'external'))
)
 STRICT;
CREATE TABLE four_m_rule (
	id INTEGER NOT NULL, 
	code TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	title TEXT NOT NULL, 
	title_ko TEXT NOT NULL, 
	tell_customer INTEGER NOT NULL, 
	source TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_four_m_rule PRIMARY KEY (id), 
	CONSTRAINT uq_four_m_rule_code UNIQUE (code), 
	CONSTRAINT ck_four_m_rule_kind_word CHECK (kind IN ('man', 'machine', 'material', 'method')), 
	CONSTRAINT ck_four_m_rule_tell_customer_flag CHECK (tell_customer IN (0, 1))
)
 STRICT;
CREATE TABLE gauge (
	id INTEGER NOT NULL, 
	number TEXT NOT NULL, 
	number_key TEXT NOT NULL, 
	name TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	maker TEXT NOT NULL, 
	serial_number TEXT NOT NULL, 
	unit TEXT NOT NULL, 
	resolution TEXT NOT NULL, 
	range_low TEXT NOT NULL, 
	range_high TEXT NOT NULL, 
	interval_months INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_gauge PRIMARY KEY (id), 
	CONSTRAINT uq_gauge_number_key UNIQUE (number_key), 
	CONSTRAINT ck_gauge_resolution_decimal CHECK (resolution NOT GLOB '*[^-0-9.]*' AND resolution NOT GLOB '?*-*' AND resolution NOT GLOB '*.*.*' AND resolution NOT GLOB '.*' AND resolution NOT GLOB '-.*' AND resolution NOT GLOB '0[0-9]*' AND resolution NOT GLOB '-0[0-9]*' AND resolution GLOB '*[0-9]'), 
	CONSTRAINT ck_gauge_range_low_decimal CHECK (range_low NOT GLOB '*[^-0-9.]*' AND range_low NOT GLOB '?*-*' AND range_low NOT GLOB '*.*.*' AND range_low NOT GLOB '.*' AND range_low NOT GLOB '-.*' AND range_low NOT GLOB '0[0-9]*' AND range_low NOT GLOB '-0[0-9]*' AND range_low GLOB '*[0-9]'), 
	CONSTRAINT ck_gauge_range_high_decimal CHECK (range_high NOT GLOB '*[^-0-9.]*' AND range_high NOT GLOB '?*-*' AND range_high NOT GLOB '*.*.*' AND range_high NOT GLOB '.*' AND range_high NOT GLOB '-.*' AND range_high NOT GLOB '0[0-9]*' AND range_high NOT GLOB '-0[0-9]*' AND range_high GLOB '*[0-9]'), 
	CONSTRAINT ck_gauge_state_word CHECK (state IN ('active', 'out_of_tolerance', 'repair', 'retired'))
)
 STRICT;
CREATE TABLE import_layout (
	id INTEGER NOT NULL, 
	signature TEXT NOT NULL, 
	name TEXT NOT NULL, 
	mapping TEXT NOT NULL, 
	used_at TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_import_layout PRIMARY KEY (id), 
	CONSTRAINT uq_import_layout_signature UNIQUE (signature)
)
 STRICT;
CREATE TABLE number_counter (
	name TEXT NOT NULL, 
	next_number INTEGER NOT NULL, 
	CONSTRAINT pk_number_counter PRIMARY KEY (name)
)
 STRICT;
CREATE TABLE numbering_scheme (
	id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	prefix TEXT NOT NULL, 
	digits INTEGER NOT NULL, 
	check_digit TEXT NOT NULL, 
	mask TEXT NOT NULL, 
	labels TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_numbering_scheme PRIMARY KEY (id), 
	CONSTRAINT ck_numbering_scheme_kind_word CHECK (kind IN ('assembly', 'component', 'semi_finished', 'raw_material', 'purchased', 'standard', 'packaging', 'tooling')), 
	CONSTRAINT ck_numbering_scheme_check_digit_word CHECK (check_digit IN ('none', 'mod_10', 'mod_11')), 
	CONSTRAINT ck_numbering_scheme_labels_word CHECK (labels IN ('numbers', 'letters', 'major_minor'))
)
 STRICT;
CREATE UNIQUE INDEX ix_numbering_scheme_kind ON numbering_scheme (kind);
CREATE TABLE part (
	id INTEGER NOT NULL, 
	number TEXT NOT NULL, 
	number_key TEXT NOT NULL, 
	name TEXT NOT NULL, 
	name_en TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	source TEXT NOT NULL, 
	unit TEXT NOT NULL, 
	material TEXT NOT NULL, 
	weight TEXT, 
	active INTEGER NOT NULL, 
	cost TEXT, 
	currency TEXT, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_part PRIMARY KEY (id), 
	CONSTRAINT uq_part_number_key UNIQUE (number_key), 
	CONSTRAINT ck_part_kind_word CHECK (kind IN ('assembly', 'component', 'semi_finished', 'raw_material', 'purchased', 'standard', 'packaging', 'tooling')), 
	CONSTRAINT ck_part_source_word CHECK (source IN ('made', 'bought', 'outsourced', 'customer_supplied')), 
	CONSTRAINT ck_part_weight_decimal CHECK (weight NOT GLOB '*[^-0-9.]*' AND weight NOT GLOB '?*-*' AND weight NOT GLOB '*.*.*' AND weight NOT GLOB '.*' AND weight NOT GLOB '-.*' AND weight NOT GLOB '0[0-9]*' AND weight NOT GLOB '-0[0-9]*' AND weight GLOB '*[0-9]'), 
	CONSTRAINT ck_part_active_flag CHECK (active IN (0, 1)), 
	CONSTRAINT ck_part_cost_decimal CHECK (cost NOT GLOB '*[^-0-9.]*' AND cost NOT GLOB '?*-*' AND cost NOT GLOB '*.*.*' AND cost NOT GLOB '.*' AND cost NOT GLOB '-.*' AND cost NOT GLOB '0[0-9]*' AND cost NOT GLOB '-0[0-9]*' AND cost GLOB '*[0-9]')
)
 STRICT;
CREATE TABLE plant_setting (
	name TEXT NOT NULL, 
	content TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_plant_setting PRIMARY KEY (name)
)
 STRICT;
CREATE TABLE search_entry (
	id INTEGER NOT NULL, 
	noun TEXT NOT NULL, 
	entity_id INTEGER NOT NULL, 
	number_key TEXT NOT NULL, 
	title TEXT NOT NULL, 
	words TEXT NOT NULL, 
	CONSTRAINT pk_search_entry PRIMARY KEY (id)
)
 STRICT;
CREATE UNIQUE INDEX ix_search_entry_noun_entity_id ON search_entry (noun, entity_id);
CREATE INDEX ix_search_entry_number_key ON search_entry (number_key);
CREATE TABLE station (
	id INTEGER NOT NULL, 
	code TEXT NOT NULL, 
	code_key TEXT NOT NULL, 
	name TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_station PRIMARY KEY (id), 
	CONSTRAINT uq_station_code_key UNIQUE (code_key)
)
 STRICT;
CREATE TABLE transfer_layout (
	layout TEXT NOT NULL, 
	reading TEXT NOT NULL, 
	used_at TEXT NOT NULL, 
	CONSTRAINT pk_transfer_layout PRIMARY KEY (layout)
)
 STRICT;
CREATE TABLE user_account (
	id INTEGER NOT NULL, 
	login TEXT NOT NULL, 
	login_key TEXT NOT NULL, 
	name TEXT NOT NULL, 
	title TEXT NOT NULL, 
	badge TEXT, 
	password_hash TEXT NOT NULL, 
	pin_hash TEXT, 
	stamp_hash TEXT, 
	active INTEGER NOT NULL, 
	failed_attempts INTEGER NOT NULL, 
	locked_until TEXT, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_user_account PRIMARY KEY (id), 
	CONSTRAINT uq_user_account_login_key UNIQUE (login_key), 
	CONSTRAINT uq_user_account_badge UNIQUE (badge), 
	CONSTRAINT ck_user_account_active_flag CHECK (active IN (0, 1))
)
 STRICT;
CREATE TABLE vault_chunk (
	hash TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	content BLOB NOT NULL, 
	CONSTRAINT pk_vault_chunk PRIMARY KEY (hash, position)
)
 STRICT;
CREATE TABLE vault_file (
	hash TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	media_type TEXT NOT NULL, 
	name TEXT NOT NULL, 
	stored_at TEXT NOT NULL, 
	CONSTRAINT pk_vault_file PRIMARY KEY (hash)
)
 STRICT;
CREATE TABLE change_file (
	id INTEGER NOT NULL, 
	noun TEXT NOT NULL, 
	entity_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	file_hash TEXT NOT NULL, 
	note TEXT NOT NULL, 
	added_by_id INTEGER, 
	added_at TEXT NOT NULL, 
	CONSTRAINT pk_change_file PRIMARY KEY (id), 
	CONSTRAINT uq_change_file_noun_entity_id_file_hash UNIQUE (noun, entity_id, file_hash), 
	CONSTRAINT ck_change_file_noun_word CHECK (noun IN ('plant', 'user', 'customer', 'part', 'part_revision', 'document', 'document_revision', 'characteristic', 'controlled_copy', 'bom', 'review', 'operation', 'gauge', 'station', 'device', 'order', 'lot', 'shipment', 'inspection', 'reading', 'nonconformance', 'assessment', 'submission', 'pack', 'transfer', 'customer_change', 'change_request', 'change_order', 'four_m_change', 'concession', 'issued_document', 'file', 'audit')), 
	CONSTRAINT fk_change_file_file_hash_vault_file FOREIGN KEY(file_hash) REFERENCES vault_file (hash) ON DELETE RESTRICT, 
	CONSTRAINT fk_change_file_added_by_id_user_account FOREIGN KEY(added_by_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_change_file_file_hash ON change_file (file_hash);
CREATE TABLE change_part (
	id INTEGER NOT NULL, 
	noun TEXT NOT NULL, 
	entity_id INTEGER NOT NULL, 
	part_id INTEGER NOT NULL, 
	CONSTRAINT pk_change_part PRIMARY KEY (id), 
	CONSTRAINT uq_change_part_noun_entity_id_part_id UNIQUE (noun, entity_id, part_id), 
	CONSTRAINT ck_change_part_noun_word CHECK (noun IN ('plant', 'user', 'customer', 'part', 'part_revision', 'document', 'document_revision', 'characteristic', 'controlled_copy', 'bom', 'review', 'operation', 'gauge', 'station', 'device', 'order', 'lot', 'shipment', 'inspection', 'reading', 'nonconformance', 'assessment', 'submission', 'pack', 'transfer', 'customer_change', 'change_request', 'change_order', 'four_m_change', 'concession', 'issued_document', 'file', 'audit')), 
	CONSTRAINT fk_change_part_part_id_part FOREIGN KEY(part_id) REFERENCES part (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_change_part_part_id ON change_part (part_id);
CREATE TABLE change_request (
	id INTEGER NOT NULL, 
	number TEXT NOT NULL, 
	number_key TEXT NOT NULL, 
	state TEXT NOT NULL, 
	title TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	to_customer INTEGER NOT NULL, 
	answer TEXT NOT NULL, 
	created_by_id INTEGER, 
	created_at TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_change_request PRIMARY KEY (id), 
	CONSTRAINT uq_change_request_number_key UNIQUE (number_key), 
	CONSTRAINT ck_change_request_state_word CHECK (state IN ('draft', 'submitted', 'accepted', 'rejected', 'duplicate')), 
	CONSTRAINT ck_change_request_to_customer_flag CHECK (to_customer IN (0, 1)), 
	CONSTRAINT fk_change_request_created_by_id_user_account FOREIGN KEY(created_by_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE TABLE checklist_template (
	id INTEGER NOT NULL, 
	code TEXT NOT NULL, 
	sequence INTEGER NOT NULL, 
	origin TEXT NOT NULL, 
	edition TEXT NOT NULL, 
	title TEXT NOT NULL, 
	title_ko TEXT NOT NULL, 
	content TEXT NOT NULL, 
	content_hash TEXT NOT NULL, 
	note TEXT NOT NULL, 
	made_by_id INTEGER, 
	loaded_at TEXT NOT NULL, 
	CONSTRAINT pk_checklist_template PRIMARY KEY (id), 
	CONSTRAINT uq_checklist_template_code_sequence UNIQUE (code, sequence), 
	CONSTRAINT ck_checklist_template_origin_word CHECK (origin IN ('shipped', 'own', 'imported')), 
	CONSTRAINT fk_checklist_template_made_by_id_user_account FOREIGN KEY(made_by_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE TABLE concession (
	id INTEGER NOT NULL, 
	number TEXT NOT NULL, 
	number_key TEXT NOT NULL, 
	state TEXT NOT NULL, 
	part_id INTEGER NOT NULL, 
	characteristic TEXT NOT NULL, 
	lower_limit TEXT, 
	upper_limit TEXT, 
	customers INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	until TEXT, 
	quantity TEXT, 
	used TEXT NOT NULL, 
	customer_approval TEXT NOT NULL, 
	customer_file_hash TEXT, 
	content_hash TEXT, 
	created_by_id INTEGER, 
	created_at TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_concession PRIMARY KEY (id), 
	CONSTRAINT ck_concession_limited CHECK (until IS NOT NULL OR quantity IS NOT NULL), 
	CONSTRAINT uq_concession_number_key UNIQUE (number_key), 
	CONSTRAINT ck_concession_state_word CHECK (state IN ('draft', 'routed', 'active', 'ended', 'rejected')), 
	CONSTRAINT fk_concession_part_id_part FOREIGN KEY(part_id) REFERENCES part (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_concession_lower_limit_decimal CHECK (lower_limit NOT GLOB '*[^-0-9.]*' AND lower_limit NOT GLOB '?*-*' AND lower_limit NOT GLOB '*.*.*' AND lower_limit NOT GLOB '.*' AND lower_limit NOT GLOB '-.*' AND lower_limit NOT GLOB '0[0-9]*' AND lower_limit NOT GLOB '-0[0-9]*' AND lower_limit GLOB '*[0-9]'), 
	CONSTRAINT ck_concession_upper_limit_decimal CHECK (upper_limit NOT GLOB '*[^-0-9.]*' AND upper_limit NOT GLOB '?*-*' AND upper_limit NOT GLOB '*.*.*' AND upper_limit NOT GLOB '.*' AND upper_limit NOT GLOB '-.*' AND upper_limit NOT GLOB '0[0-9]*' AND upper_limit NOT GLOB '-0[0-9]*' AND upper_limit GLOB '*[0-9]'), 
	CONSTRAINT ck_concession_customers_flag CHECK (customers IN (0, 1)), 
	CONSTRAINT ck_concession_quantity_decimal CHECK (quantity NOT GLOB '*[^-0-9.]*' AND quantity NOT GLOB '?*-*' AND quantity NOT GLOB '*.*.*' AND quantity NOT GLOB '.*' AND quantity NOT GLOB '-.*' AND quantity NOT GLOB '0[0-9]*' AND quantity NOT GLOB '-0[0-9]*' AND quantity GLOB '*[0-9]'), 
	CONSTRAINT ck_concession_used_decimal CHECK (used NOT GLOB '*[^-0-9.]*' AND used NOT GLOB '?*-*' AND used NOT GLOB '*.*.*' AND used NOT GLOB '.*' AND used NOT GLOB '-.*' AND used NOT GLOB '0[0-9]*' AND used NOT GLOB '-0[0-9]*' AND used GLOB '*[0-9]'), 
	CONSTRAINT fk_concession_customer_file_hash_vault_file FOREIGN KEY(customer_file_hash) REFERENCES vault_file (hash) ON DELETE RESTRICT, 
	CONSTRAINT fk_concession_created_by_id_user_account FOREIGN KEY(created_by_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_concession_part_id ON concession (part_id);
CREATE TABLE customer_change (
	id INTEGER NOT NULL, 
	customer_id INTEGER NOT NULL, 
	number TEXT NOT NULL, 
	number_key TEXT NOT NULL, 
	state TEXT NOT NULL, 
	title TEXT NOT NULL, 
	note TEXT NOT NULL, 
	received_on TEXT NOT NULL, 
	customer_revision TEXT NOT NULL, 
	effective_on TEXT, 
	effective_lot TEXT NOT NULL, 
	reply_due TEXT, 
	reply TEXT NOT NULL, 
	replied_on TEXT, 
	created_by_id INTEGER, 
	created_at TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_customer_change PRIMARY KEY (id), 
	CONSTRAINT uq_customer_change_customer_id_number_key UNIQUE (customer_id, number_key), 
	CONSTRAINT fk_customer_change_customer_id_customer FOREIGN KEY(customer_id) REFERENCES customer (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_customer_change_state_word CHECK (state IN ('received', 'in_work', 'replied', 'closed', 'declined')), 
	CONSTRAINT fk_customer_change_created_by_id_user_account FOREIGN KEY(created_by_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE TABLE customer_form (
	id INTEGER NOT NULL, 
	customer_id INTEGER NOT NULL, 
	part_id INTEGER, 
	name TEXT NOT NULL, 
	file_hash TEXT NOT NULL, 
	mapping TEXT NOT NULL, 
	kept_by_id INTEGER NOT NULL, 
	kept_at TEXT NOT NULL, 
	CONSTRAINT pk_customer_form PRIMARY KEY (id), 
	CONSTRAINT fk_customer_form_customer_id_customer FOREIGN KEY(customer_id) REFERENCES customer (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_customer_form_part_id_part FOREIGN KEY(part_id) REFERENCES part (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_customer_form_file_hash_vault_file FOREIGN KEY(file_hash) REFERENCES vault_file (hash) ON DELETE RESTRICT, 
	CONSTRAINT fk_customer_form_kept_by_id_user_account FOREIGN KEY(kept_by_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_customer_form_customer_id_part_id ON customer_form (customer_id, part_id);
CREATE TABLE deputy (
	id INTEGER NOT NULL, 
	user_id INTEGER NOT NULL, 
	deputy_id INTEGER NOT NULL, 
	from_on TEXT NOT NULL, 
	to_on TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	given_by_id INTEGER, 
	given_at TEXT NOT NULL, 
	CONSTRAINT pk_deputy PRIMARY KEY (id), 
	CONSTRAINT ck_deputy_days CHECK (from_on <= to_on), 
	CONSTRAINT ck_deputy_another CHECK (user_id <> deputy_id), 
	CONSTRAINT fk_deputy_user_id_user_account FOREIGN KEY(user_id) REFERENCES user_account (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_deputy_deputy_id_user_account FOREIGN KEY(deputy_id) REFERENCES user_account (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_deputy_given_by_id_user_account FOREIGN KEY(given_by_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_deputy_deputy_id ON deputy (deputy_id);
CREATE INDEX ix_deputy_user_id ON deputy (user_id);
CREATE TABLE file_fact (
	id INTEGER NOT NULL, 
	file_hash TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	detail TEXT NOT NULL, 
	pages INTEGER, 
	facts TEXT NOT NULL, 
	preview_hash TEXT, 
	read_at TEXT NOT NULL, 
	CONSTRAINT pk_file_fact PRIMARY KEY (id), 
	CONSTRAINT uq_file_fact_file_hash UNIQUE (file_hash), 
	CONSTRAINT fk_file_fact_file_hash_vault_file FOREIGN KEY(file_hash) REFERENCES vault_file (hash) ON DELETE RESTRICT, 
	CONSTRAINT ck_file_fact_kind_word CHECK (kind IN ('pdf', 'dxf', 'picture', 'heic', 'dwg', 'step', 'workbook', 'old_workbook', 'office', 'hwp', 'hwpx', 'catia', 'archive', 'text', 'locked', 'password', 'other')), 
	CONSTRAINT fk_file_fact_preview_hash_vault_file FOREIGN KEY(preview_hash) REFERENCES vault_file (hash) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_file_fact_preview_hash ON file_fact (preview_hash);
CREATE TABLE file_opened (
	id INTEGER NOT NULL, 
	user_id INTEGER NOT NULL, 
	file_hash TEXT NOT NULL, 
	outside INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	CONSTRAINT pk_file_opened PRIMARY KEY (id), 
	CONSTRAINT fk_file_opened_user_id_user_account FOREIGN KEY(user_id) REFERENCES user_account (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_file_opened_outside_flag CHECK (outside IN (0, 1))
)
 STRICT;
CREATE INDEX ix_file_opened_user_id_file_hash ON file_opened (user_id, file_hash);
CREATE TABLE form_layout (
	id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	content TEXT NOT NULL, 
	kept_by_id INTEGER NOT NULL, 
	kept_at TEXT NOT NULL, 
	CONSTRAINT pk_form_layout PRIMARY KEY (id), 
	CONSTRAINT fk_form_layout_kept_by_id_user_account FOREIGN KEY(kept_by_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_form_layout_kind ON form_layout (kind);
CREATE TABLE issued_document (
	id INTEGER NOT NULL, 
	uuid TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	entity_id INTEGER NOT NULL, 
	language TEXT NOT NULL, 
	format TEXT NOT NULL, 
	file_name TEXT NOT NULL, 
	file_hash TEXT NOT NULL, 
	audit_seq INTEGER NOT NULL, 
	audit_hash TEXT NOT NULL, 
	issued_at TEXT NOT NULL, 
	issued_by_id INTEGER, 
	CONSTRAINT pk_issued_document PRIMARY KEY (id), 
	CONSTRAINT fk_issued_document_issued_by_id_user_account FOREIGN KEY(issued_by_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_issued_document_kind_entity_id ON issued_document (kind, entity_id);
CREATE TABLE licensed_check (
	id INTEGER NOT NULL, 
	template_code TEXT NOT NULL, 
	requirement_code TEXT NOT NULL, 
	content_hash TEXT NOT NULL, 
	licensed_copy TEXT NOT NULL, 
	holds INTEGER NOT NULL, 
	checked_on TEXT NOT NULL, 
	checked_by_id INTEGER NOT NULL, 
	recorded_at TEXT NOT NULL, 
	CONSTRAINT pk_licensed_check PRIMARY KEY (id), 
	CONSTRAINT ck_licensed_check_holds_flag CHECK (holds IN (0, 1)), 
	CONSTRAINT fk_licensed_check_checked_by_id_user_account FOREIGN KEY(checked_by_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_licensed_check_template_code_requirement_code ON licensed_check (template_code, requirement_code);
CREATE TABLE operation (
	id INTEGER NOT NULL, 
	part_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_operation PRIMARY KEY (id), 
	CONSTRAINT uq_operation_part_id_number UNIQUE (part_id, number), 
	CONSTRAINT fk_operation_part_id_part FOREIGN KEY(part_id) REFERENCES part (id) ON DELETE RESTRICT
)
 STRICT;
CREATE TABLE part_attribute (
	id INTEGER NOT NULL, 
	part_id INTEGER NOT NULL, 
	definition_id INTEGER NOT NULL, 
	value TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_part_attribute PRIMARY KEY (id), 
	CONSTRAINT uq_part_attribute_part_id_definition_id UNIQUE (part_id, definition_id), 
	CONSTRAINT fk_part_attribute_part_id_part FOREIGN KEY(part_id) REFERENCES part (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_part_attribute_definition_id_attribute_definition FOREIGN KEY(definition_id) REFERENCES attribute_definition (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_part_attribute_definition_id ON part_attribute (definition_id);
CREATE TABLE part_customer (
	id INTEGER NOT NULL, 
	part_id INTEGER NOT NULL, 
	customer_id INTEGER NOT NULL, 
	customer_part_number TEXT NOT NULL, 
	vehicle TEXT NOT NULL, 
	engineering_order TEXT NOT NULL, 
	CONSTRAINT pk_part_customer PRIMARY KEY (id), 
	CONSTRAINT uq_part_customer_part_id_customer_id_customer_part_number_vehicle UNIQUE (part_id, customer_id, customer_part_number, vehicle), 
	CONSTRAINT fk_part_customer_part_id_part FOREIGN KEY(part_id) REFERENCES part (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_part_customer_customer_id_customer FOREIGN KEY(customer_id) REFERENCES customer (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_part_customer_customer_id ON part_customer (customer_id);
CREATE TABLE part_picture (
	part_id INTEGER NOT NULL, 
	file_hash TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_part_picture PRIMARY KEY (part_id), 
	CONSTRAINT fk_part_picture_part_id_part FOREIGN KEY(part_id) REFERENCES part (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_part_picture_file_hash_vault_file FOREIGN KEY(file_hash) REFERENCES vault_file (hash) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_part_picture_file_hash ON part_picture (file_hash);
CREATE TABLE review (
	id INTEGER NOT NULL, 
	noun TEXT NOT NULL, 
	entity_id INTEGER NOT NULL, 
	content_hash TEXT NOT NULL, 
	state TEXT NOT NULL, 
	opened_by_id INTEGER NOT NULL, 
	opened_at TEXT NOT NULL, 
	ended_at TEXT, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_review PRIMARY KEY (id), 
	CONSTRAINT ck_review_noun_word CHECK (noun IN ('plant', 'user', 'customer', 'part', 'part_revision', 'document', 'document_revision', 'characteristic', 'controlled_copy', 'bom', 'review', 'operation', 'gauge', 'station', 'device', 'order', 'lot', 'shipment', 'inspection', 'reading', 'nonconformance', 'assessment', 'submission', 'pack', 'transfer', 'customer_change', 'change_request', 'change_order', 'four_m_change', 'concession', 'issued_document', 'file', 'audit')), 
	CONSTRAINT ck_review_state_word CHECK (state IN ('open', 'approved', 'rejected', 'withdrawn')), 
	CONSTRAINT fk_review_opened_by_id_user_account FOREIGN KEY(opened_by_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_review_noun_entity_id ON review (noun, entity_id);
CREATE UNIQUE INDEX uq_review_one_open ON review (noun, entity_id) WHERE state = 'open';
CREATE TABLE review_route (
	id INTEGER NOT NULL, 
	noun TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	meaning TEXT NOT NULL, 
	role TEXT NOT NULL, 
	stage INTEGER NOT NULL, 
	quorum INTEGER NOT NULL, 
	user_id INTEGER, 
	may_decide INTEGER NOT NULL, 
	CONSTRAINT pk_review_route PRIMARY KEY (id), 
	CONSTRAINT uq_review_route_noun_position UNIQUE (noun, position), 
	CONSTRAINT ck_review_route_stages CHECK (quorum >= 1 AND stage >= 1), 
	CONSTRAINT ck_review_route_noun_word CHECK (noun IN ('plant', 'user', 'customer', 'part', 'part_revision', 'document', 'document_revision', 'characteristic', 'controlled_copy', 'bom', 'review', 'operation', 'gauge', 'station', 'device', 'order', 'lot', 'shipment', 'inspection', 'reading', 'nonconformance', 'assessment', 'submission', 'pack', 'transfer', 'customer_change', 'change_request', 'change_order', 'four_m_change', 'concession', 'issued_document', 'file', 'audit')), 
	CONSTRAINT ck_review_route_meaning_word CHECK (meaning IN ('prepared', 'reviewed', 'approved', 'agreed', 'rejected', 'disposed', 'issued', 'transferred')), 
	CONSTRAINT ck_review_route_role_word CHECK (role IN ('administrator', 'engineer', 'quality', 'approver', 'operator', 'reader')), 
	CONSTRAINT fk_review_route_user_id_user_account FOREIGN KEY(user_id) REFERENCES user_account (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_review_route_may_decide_flag CHECK (may_decide IN (0, 1))
)
 STRICT;
CREATE TABLE saved_view (
	id INTEGER NOT NULL, 
	user_id INTEGER NOT NULL, 
	list_name TEXT NOT NULL, 
	name TEXT NOT NULL, 
	content TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_saved_view PRIMARY KEY (id), 
	CONSTRAINT uq_saved_view_user_id_list_name_name UNIQUE (user_id, list_name, name), 
	CONSTRAINT fk_saved_view_user_id_user_account FOREIGN KEY(user_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE TABLE sheet_mapping (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	name_key TEXT NOT NULL, 
	content TEXT NOT NULL, 
	saved_by_id INTEGER, 
	saved_at TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_sheet_mapping PRIMARY KEY (id), 
	CONSTRAINT uq_sheet_mapping_name_key UNIQUE (name_key), 
	CONSTRAINT fk_sheet_mapping_saved_by_id_user_account FOREIGN KEY(saved_by_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE TABLE shipment (
	id INTEGER NOT NULL, 
	number TEXT NOT NULL, 
	number_key TEXT NOT NULL, 
	certificate TEXT NOT NULL, 
	customer_id INTEGER NOT NULL, 
	shipped_on TEXT NOT NULL, 
	samples INTEGER NOT NULL, 
	note TEXT NOT NULL, 
	shipped_at TEXT NOT NULL, 
	shipped_by_id INTEGER, 
	CONSTRAINT pk_shipment PRIMARY KEY (id), 
	CONSTRAINT uq_shipment_number_key UNIQUE (number_key), 
	CONSTRAINT uq_shipment_certificate UNIQUE (certificate), 
	CONSTRAINT fk_shipment_customer_id_customer FOREIGN KEY(customer_id) REFERENCES customer (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_shipment_samples_flag CHECK (samples IN (0, 1)), 
	CONSTRAINT fk_shipment_shipped_by_id_user_account FOREIGN KEY(shipped_by_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_shipment_customer_id ON shipment (customer_id);
CREATE TABLE signature (
	id INTEGER NOT NULL, 
	uuid TEXT NOT NULL, 
	user_id INTEGER NOT NULL, 
	printed_name TEXT NOT NULL, 
	printed_title TEXT NOT NULL, 
	meaning TEXT NOT NULL, 
	method TEXT NOT NULL, 
	noun TEXT NOT NULL, 
	entity_id INTEGER NOT NULL, 
	content_hash TEXT NOT NULL, 
	comment TEXT NOT NULL, 
	at TEXT NOT NULL, 
	CONSTRAINT pk_signature PRIMARY KEY (id), 
	CONSTRAINT uq_signature_uuid UNIQUE (uuid), 
	CONSTRAINT fk_signature_user_id_user_account FOREIGN KEY(user_id) REFERENCES user_account (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_signature_meaning_word CHECK (meaning IN ('prepared', 'reviewed', 'approved', 'agreed', 'rejected', 'disposed', 'issued', 'transferred')), 
	CONSTRAINT ck_signature_method_word CHECK (method IN ('password', 'pin')), 
	CONSTRAINT ck_signature_noun_word CHECK (noun IN ('plant', 'user', 'customer', 'part', 'part_revision', 'document', 'document_revision', 'characteristic', 'controlled_copy', 'bom', 'review', 'operation', 'gauge', 'station', 'device', 'order', 'lot', 'shipment', 'inspection', 'reading', 'nonconformance', 'assessment', 'submission', 'pack', 'transfer', 'customer_change', 'change_request', 'change_order', 'four_m_change', 'concession', 'issued_document', 'file', 'audit'))
)
 STRICT;
CREATE INDEX ix_signature_noun_entity_id ON signature (noun, entity_id);
CREATE INDEX ix_signature_user_id ON signature (user_id);
CREATE TABLE station_device (
	id INTEGER NOT NULL, 
	station_id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	port TEXT NOT NULL, 
	channel TEXT NOT NULL, 
	driver TEXT NOT NULL, 
	gauge_id INTEGER, 
	setup TEXT NOT NULL, 
	CONSTRAINT pk_station_device PRIMARY KEY (id), 
	CONSTRAINT uq_station_device_station_id_port_channel UNIQUE (station_id, port, channel), 
	CONSTRAINT fk_station_device_station_id_station FOREIGN KEY(station_id) REFERENCES station (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_station_device_kind_word CHECK (kind IN ('gauge', 'scanner')), 
	CONSTRAINT fk_station_device_gauge_id_gauge FOREIGN KEY(gauge_id) REFERENCES gauge (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_station_device_gauge_id ON station_device (gauge_id);
CREATE TABLE tag_layout (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	name_key TEXT NOT NULL, 
	counter INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	text TEXT NOT NULL, 
	withdrawn INTEGER NOT NULL, 
	kept_at TEXT NOT NULL, 
	kept_by_id INTEGER, 
	CONSTRAINT pk_tag_layout PRIMARY KEY (id), 
	CONSTRAINT uq_tag_layout_name_key_counter UNIQUE (name_key, counter), 
	CONSTRAINT ck_tag_layout_withdrawn_flag CHECK (withdrawn IN (0, 1)), 
	CONSTRAINT fk_tag_layout_kept_by_id_user_account FOREIGN KEY(kept_by_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE TABLE tag_print (
	id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	layout TEXT NOT NULL, 
	noun TEXT NOT NULL, 
	entity_id INTEGER NOT NULL, 
	piece TEXT NOT NULL, 
	reprint INTEGER NOT NULL, 
	copies INTEGER NOT NULL, 
	printer TEXT NOT NULL, 
	content_hash TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	printed_at TEXT NOT NULL, 
	printed_by_id INTEGER, 
	CONSTRAINT pk_tag_print PRIMARY KEY (id), 
	CONSTRAINT uq_tag_print_kind_noun_entity_id_piece_reprint UNIQUE (kind, noun, entity_id, piece, reprint), 
	CONSTRAINT ck_tag_print_reason CHECK (reprint = 0 OR reason <> ''), 
	CONSTRAINT ck_tag_print_noun_word CHECK (noun IN ('plant', 'user', 'customer', 'part', 'part_revision', 'document', 'document_revision', 'characteristic', 'controlled_copy', 'bom', 'review', 'operation', 'gauge', 'station', 'device', 'order', 'lot', 'shipment', 'inspection', 'reading', 'nonconformance', 'assessment', 'submission', 'pack', 'transfer', 'customer_change', 'change_request', 'change_order', 'four_m_change', 'concession', 'issued_document', 'file', 'audit')), 
	CONSTRAINT fk_tag_print_printed_by_id_user_account FOREIGN KEY(printed_by_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE TABLE user_role (
	user_id INTEGER NOT NULL, 
	role TEXT NOT NULL, 
	CONSTRAINT pk_user_role PRIMARY KEY (user_id, role), 
	CONSTRAINT fk_user_role_user_id_user_account FOREIGN KEY(user_id) REFERENCES user_account (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_user_role_role_word CHECK (role IN ('administrator', 'engineer', 'quality', 'approver', 'operator', 'reader'))
)
 STRICT;
CREATE TABLE change_order (
	id INTEGER NOT NULL, 
	number TEXT NOT NULL, 
	number_key TEXT NOT NULL, 
	state TEXT NOT NULL, 
	held_from TEXT, 
	title TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	customer_change_id INTEGER, 
	request_id INTEGER, 
	effective_on TEXT, 
	effective_lot TEXT NOT NULL, 
	lot_mask TEXT NOT NULL, 
	cost TEXT, 
	currency TEXT NOT NULL, 
	due_on TEXT, 
	customer_needed INTEGER NOT NULL, 
	customer_approval TEXT NOT NULL, 
	customer_approved_on TEXT, 
	customer_file_hash TEXT, 
	impact TEXT, 
	content_hash TEXT, 
	created_by_id INTEGER, 
	created_at TEXT NOT NULL, 
	released_at TEXT, 
	closed_at TEXT, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_change_order PRIMARY KEY (id), 
	CONSTRAINT uq_change_order_number_key UNIQUE (number_key), 
	CONSTRAINT ck_change_order_state_word CHECK (state IN ('draft', 'impact', 'routed', 'approved', 'released', 'implemented', 'closed', 'held', 'rejected', 'canceled')), 
	CONSTRAINT ck_change_order_held_from_word CHECK (held_from IN ('draft', 'impact', 'routed', 'approved', 'released', 'implemented', 'closed', 'held', 'rejected', 'canceled')), 
	CONSTRAINT fk_change_order_customer_change_id_customer_change FOREIGN KEY(customer_change_id) REFERENCES customer_change (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_change_order_request_id_change_request FOREIGN KEY(request_id) REFERENCES change_request (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_change_order_cost_decimal CHECK (cost NOT GLOB '*[^-0-9.]*' AND cost NOT GLOB '?*-*' AND cost NOT GLOB '*.*.*' AND cost NOT GLOB '.*' AND cost NOT GLOB '-.*' AND cost NOT GLOB '0[0-9]*' AND cost NOT GLOB '-0[0-9]*' AND cost GLOB '*[0-9]'), 
	CONSTRAINT ck_change_order_customer_needed_flag CHECK (customer_needed IN (0, 1)), 
	CONSTRAINT fk_change_order_customer_file_hash_vault_file FOREIGN KEY(customer_file_hash) REFERENCES vault_file (hash) ON DELETE RESTRICT, 
	CONSTRAINT fk_change_order_created_by_id_user_account FOREIGN KEY(created_by_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_change_order_customer_change_id ON change_order (customer_change_id);
CREATE INDEX ix_change_order_request_id ON change_order (request_id);
CREATE TABLE review_step (
	id INTEGER NOT NULL, 
	review_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	meaning TEXT NOT NULL, 
	role TEXT NOT NULL, 
	stage INTEGER NOT NULL, 
	quorum INTEGER NOT NULL, 
	user_id INTEGER, 
	may_decide INTEGER NOT NULL, 
	signature_id INTEGER, 
	on_behalf_of_id INTEGER, 
	CONSTRAINT pk_review_step PRIMARY KEY (id), 
	CONSTRAINT uq_review_step_review_id_position UNIQUE (review_id, position), 
	CONSTRAINT uq_review_step_signature_id UNIQUE (signature_id), 
	CONSTRAINT ck_review_step_stages CHECK (quorum >= 1 AND stage >= 1), 
	CONSTRAINT fk_review_step_review_id_review FOREIGN KEY(review_id) REFERENCES review (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_review_step_meaning_word CHECK (meaning IN ('prepared', 'reviewed', 'approved', 'agreed', 'rejected', 'disposed', 'issued', 'transferred')), 
	CONSTRAINT ck_review_step_role_word CHECK (role IN ('administrator', 'engineer', 'quality', 'approver', 'operator', 'reader')), 
	CONSTRAINT fk_review_step_user_id_user_account FOREIGN KEY(user_id) REFERENCES user_account (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_review_step_may_decide_flag CHECK (may_decide IN (0, 1)), 
	CONSTRAINT fk_review_step_signature_id_signature FOREIGN KEY(signature_id) REFERENCES signature (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_review_step_on_behalf_of_id_user_account FOREIGN KEY(on_behalf_of_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE TABLE transfer (
	id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	state TEXT NOT NULL, 
	folder TEXT NOT NULL, 
	register_name TEXT NOT NULL, 
	register_hash TEXT NOT NULL, 
	reading TEXT NOT NULL, 
	plan_hash TEXT, 
	signature_id INTEGER, 
	created_by_id INTEGER NOT NULL, 
	created_at TEXT NOT NULL, 
	ended_at TEXT, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_transfer PRIMARY KEY (id), 
	CONSTRAINT ck_transfer_kind_word CHECK (kind IN ('parts', 'gauges')), 
	CONSTRAINT ck_transfer_state_word CHECK (state IN ('draft', 'signed', 'done', 'canceled')), 
	CONSTRAINT fk_transfer_register_hash_vault_file FOREIGN KEY(register_hash) REFERENCES vault_file (hash) ON DELETE RESTRICT, 
	CONSTRAINT fk_transfer_signature_id_signature FOREIGN KEY(signature_id) REFERENCES signature (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_transfer_created_by_id_user_account FOREIGN KEY(created_by_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE UNIQUE INDEX uq_transfer_one_open ON transfer (kind) WHERE state IN ('draft', 'signed');
CREATE TABLE affected_revision (
	id INTEGER NOT NULL, 
	change_order_id INTEGER NOT NULL, 
	noun TEXT NOT NULL, 
	owner_id INTEGER NOT NULL, 
	from_revision_id INTEGER, 
	to_revision_id INTEGER NOT NULL, 
	note TEXT NOT NULL, 
	is_open INTEGER NOT NULL, 
	CONSTRAINT pk_affected_revision PRIMARY KEY (id), 
	CONSTRAINT uq_affected_revision_change_order_id_noun_owner_id UNIQUE (change_order_id, noun, owner_id), 
	CONSTRAINT fk_affected_revision_change_order_id_change_order FOREIGN KEY(change_order_id) REFERENCES change_order (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_affected_revision_noun_word CHECK (noun IN ('plant', 'user', 'customer', 'part', 'part_revision', 'document', 'document_revision', 'characteristic', 'controlled_copy', 'bom', 'review', 'operation', 'gauge', 'station', 'device', 'order', 'lot', 'shipment', 'inspection', 'reading', 'nonconformance', 'assessment', 'submission', 'pack', 'transfer', 'customer_change', 'change_request', 'change_order', 'four_m_change', 'concession', 'issued_document', 'file', 'audit')), 
	CONSTRAINT ck_affected_revision_is_open_flag CHECK (is_open IN (0, 1))
)
 STRICT;
CREATE UNIQUE INDEX uq_affected_revision_one_open ON affected_revision (noun, owner_id) WHERE is_open = 1;
CREATE TABLE change_disposition (
	id INTEGER NOT NULL, 
	change_order_id INTEGER NOT NULL, 
	part_id INTEGER NOT NULL, 
	place TEXT NOT NULL, 
	entity_id INTEGER, 
	what TEXT NOT NULL, 
	quantity TEXT, 
	decision TEXT, 
	note TEXT NOT NULL, 
	decided_by_id INTEGER, 
	decided_at TEXT, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_change_disposition PRIMARY KEY (id), 
	CONSTRAINT uq_change_disposition_change_order_id_part_id_place_what UNIQUE (change_order_id, part_id, place, what), 
	CONSTRAINT fk_change_disposition_change_order_id_change_order FOREIGN KEY(change_order_id) REFERENCES change_order (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_change_disposition_part_id_part FOREIGN KEY(part_id) REFERENCES part (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_change_disposition_place_word CHECK (place IN ('stock', 'wip', 'on_order', 'shipped')), 
	CONSTRAINT ck_change_disposition_quantity_decimal CHECK (quantity NOT GLOB '*[^-0-9.]*' AND quantity NOT GLOB '?*-*' AND quantity NOT GLOB '*.*.*' AND quantity NOT GLOB '.*' AND quantity NOT GLOB '-.*' AND quantity NOT GLOB '0[0-9]*' AND quantity NOT GLOB '-0[0-9]*' AND quantity GLOB '*[0-9]'), 
	CONSTRAINT ck_change_disposition_decision_word CHECK (decision IN ('use_up', 'rework', 'scrap', 'hold', 'send_back', 'not_affected')), 
	CONSTRAINT fk_change_disposition_decided_by_id_user_account FOREIGN KEY(decided_by_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_change_disposition_part_id ON change_disposition (part_id);
CREATE TABLE change_task (
	id INTEGER NOT NULL, 
	change_order_id INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	owner_id INTEGER, 
	due_on TEXT, 
	done_at TEXT, 
	done_by_id INTEGER, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_change_task PRIMARY KEY (id), 
	CONSTRAINT fk_change_task_change_order_id_change_order FOREIGN KEY(change_order_id) REFERENCES change_order (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_change_task_owner_id_user_account FOREIGN KEY(owner_id) REFERENCES user_account (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_change_task_done_by_id_user_account FOREIGN KEY(done_by_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_change_task_change_order_id ON change_task (change_order_id);
CREATE INDEX ix_change_task_owner_id ON change_task (owner_id);
CREATE TABLE transfer_line (
	id INTEGER NOT NULL, 
	transfer_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	"row" INTEGER NOT NULL, 
	content TEXT NOT NULL, 
	file_path TEXT NOT NULL, 
	file_hash TEXT, 
	CONSTRAINT pk_transfer_line PRIMARY KEY (id), 
	CONSTRAINT uq_transfer_line_transfer_id_position UNIQUE (transfer_id, position), 
	CONSTRAINT fk_transfer_line_transfer_id_transfer FOREIGN KEY(transfer_id) REFERENCES transfer (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_transfer_line_file_hash ON transfer_line (file_hash);
CREATE TABLE calibration (
	id INTEGER NOT NULL, 
	gauge_id INTEGER NOT NULL, 
	done_on TEXT NOT NULL, 
	due_on TEXT NOT NULL, 
	result TEXT NOT NULL, 
	certificate TEXT NOT NULL, 
	laboratory TEXT NOT NULL, 
	file_hash TEXT, 
	recorded_at TEXT NOT NULL, 
	transfer_line_id INTEGER, 
	CONSTRAINT pk_calibration PRIMARY KEY (id), 
	CONSTRAINT fk_calibration_gauge_id_gauge FOREIGN KEY(gauge_id) REFERENCES gauge (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_calibration_result_word CHECK (result IN ('pass', 'fail')), 
	CONSTRAINT fk_calibration_file_hash_vault_file FOREIGN KEY(file_hash) REFERENCES vault_file (hash) ON DELETE RESTRICT, 
	CONSTRAINT fk_calibration_transfer_line_id_transfer_line FOREIGN KEY(transfer_line_id) REFERENCES transfer_line (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_calibration_gauge_id ON calibration (gauge_id);
CREATE TABLE document_revision (
	id INTEGER NOT NULL, 
	document_id INTEGER NOT NULL, 
	counter INTEGER NOT NULL, 
	label TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	issued_on TEXT, 
	migrated INTEGER NOT NULL, 
	transfer_line_id INTEGER, 
	original_revision TEXT, 
	original_approved_on TEXT, 
	original_approver TEXT, 
	state TEXT NOT NULL, 
	content_hash TEXT, 
	created_by_id INTEGER, 
	created_at TEXT NOT NULL, 
	released_at TEXT, 
	superseded_by_id INTEGER, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_document_revision PRIMARY KEY (id), 
	CONSTRAINT uq_document_revision_document_id_counter UNIQUE (document_id, counter), 
	CONSTRAINT fk_document_revision_document_id_document FOREIGN KEY(document_id) REFERENCES document (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_document_revision_migrated_flag CHECK (migrated IN (0, 1)), 
	CONSTRAINT fk_document_revision_transfer_line_id_transfer_line FOREIGN KEY(transfer_line_id) REFERENCES transfer_line (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_document_revision_state_word CHECK (state IN ('draft', 'in_review', 'released', 'superseded', 'obsolete')), 
	CONSTRAINT fk_document_revision_created_by_id_user_account FOREIGN KEY(created_by_id) REFERENCES user_account (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_document_revision_superseded_by_id_document_revision FOREIGN KEY(superseded_by_id) REFERENCES document_revision (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_document_revision_transfer_line_id ON document_revision (transfer_line_id);
CREATE UNIQUE INDEX uq_document_revision_one_draft ON document_revision (document_id) WHERE state IN ('draft', 'in_review');
CREATE UNIQUE INDEX uq_document_revision_one_released ON document_revision (document_id) WHERE state = 'released';
CREATE TABLE part_revision (
	id INTEGER NOT NULL, 
	part_id INTEGER NOT NULL, 
	counter INTEGER NOT NULL, 
	internal_label TEXT, 
	major INTEGER, 
	minor INTEGER, 
	customer_label TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	material TEXT NOT NULL, 
	weight TEXT, 
	migrated INTEGER NOT NULL, 
	transfer_line_id INTEGER, 
	original_revision TEXT, 
	original_approved_on TEXT, 
	original_approver TEXT, 
	state TEXT NOT NULL, 
	maturity TEXT NOT NULL, 
	content_hash TEXT, 
	created_by_id INTEGER, 
	created_at TEXT NOT NULL, 
	released_at TEXT, 
	effective_from TEXT, 
	effective_to TEXT, 
	superseded_by_id INTEGER, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_part_revision PRIMARY KEY (id), 
	CONSTRAINT uq_part_revision_part_id_counter UNIQUE (part_id, counter), 
	CONSTRAINT uq_part_revision_part_id_internal_label UNIQUE (part_id, internal_label), 
	CONSTRAINT uq_part_revision_part_id_major_minor UNIQUE (part_id, major, minor), 
	CONSTRAINT ck_part_revision_labelled CHECK ((internal_label IS NULL) = (major IS NULL) AND (major IS NULL) = (minor IS NULL)), 
	CONSTRAINT fk_part_revision_part_id_part FOREIGN KEY(part_id) REFERENCES part (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_part_revision_weight_decimal CHECK (weight NOT GLOB '*[^-0-9.]*' AND weight NOT GLOB '?*-*' AND weight NOT GLOB '*.*.*' AND weight NOT GLOB '.*' AND weight NOT GLOB '-.*' AND weight NOT GLOB '0[0-9]*' AND weight NOT GLOB '-0[0-9]*' AND weight GLOB '*[0-9]'), 
	CONSTRAINT ck_part_revision_migrated_flag CHECK (migrated IN (0, 1)), 
	CONSTRAINT fk_part_revision_transfer_line_id_transfer_line FOREIGN KEY(transfer_line_id) REFERENCES transfer_line (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_part_revision_state_word CHECK (state IN ('draft', 'in_review', 'released', 'superseded', 'obsolete')), 
	CONSTRAINT ck_part_revision_maturity_word CHECK (maturity IN ('prototype', 'pre_production', 'production', 'service', 'phase_out')), 
	CONSTRAINT fk_part_revision_created_by_id_user_account FOREIGN KEY(created_by_id) REFERENCES user_account (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_part_revision_superseded_by_id_part_revision FOREIGN KEY(superseded_by_id) REFERENCES part_revision (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_part_revision_transfer_line_id ON part_revision (transfer_line_id);
CREATE UNIQUE INDEX uq_part_revision_one_draft ON part_revision (part_id) WHERE state IN ('draft', 'in_review');
CREATE TABLE assessment (
	id INTEGER NOT NULL, 
	number TEXT NOT NULL, 
	number_key TEXT NOT NULL, 
	template_id INTEGER NOT NULL, 
	level TEXT NOT NULL, 
	part_revision_id INTEGER, 
	customer_id INTEGER, 
	scope TEXT NOT NULL, 
	operation_id INTEGER, 
	process TEXT NOT NULL, 
	supplier TEXT NOT NULL, 
	steps TEXT NOT NULL, 
	entries TEXT NOT NULL, 
	held_on TEXT, 
	due_on TEXT, 
	owner_id INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	follows_id INTEGER, 
	opened_at TEXT NOT NULL, 
	closed_at TEXT, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_assessment PRIMARY KEY (id), 
	CONSTRAINT uq_assessment_number_key UNIQUE (number_key), 
	CONSTRAINT fk_assessment_template_id_checklist_template FOREIGN KEY(template_id) REFERENCES checklist_template (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_assessment_part_revision_id_part_revision FOREIGN KEY(part_revision_id) REFERENCES part_revision (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_assessment_customer_id_customer FOREIGN KEY(customer_id) REFERENCES customer (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_assessment_scope_word CHECK (scope IN ('plant', 'customer', 'part', 'process', 'supplier')), 
	CONSTRAINT fk_assessment_operation_id_operation FOREIGN KEY(operation_id) REFERENCES operation (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_assessment_owner_id_user_account FOREIGN KEY(owner_id) REFERENCES user_account (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_assessment_state_word CHECK (state IN ('open', 'submitted', 'closed')), 
	CONSTRAINT fk_assessment_follows_id_assessment FOREIGN KEY(follows_id) REFERENCES assessment (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_assessment_customer_id ON assessment (customer_id);
CREATE INDEX ix_assessment_follows_id ON assessment (follows_id);
CREATE INDEX ix_assessment_operation_id ON assessment (operation_id);
CREATE INDEX ix_assessment_part_revision_id ON assessment (part_revision_id);
CREATE INDEX ix_assessment_template_id ON assessment (template_id);
CREATE TABLE baseline (
	id INTEGER NOT NULL, 
	part_revision_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	purpose TEXT NOT NULL, 
	content TEXT NOT NULL, 
	content_hash TEXT NOT NULL, 
	made_by_id INTEGER, 
	made_at TEXT NOT NULL, 
	CONSTRAINT pk_baseline PRIMARY KEY (id), 
	CONSTRAINT fk_baseline_part_revision_id_part_revision FOREIGN KEY(part_revision_id) REFERENCES part_revision (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_baseline_made_by_id_user_account FOREIGN KEY(made_by_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_baseline_part_revision_id ON baseline (part_revision_id);
CREATE TABLE bom_line (
	id INTEGER NOT NULL, 
	revision_id INTEGER NOT NULL, 
	find_number TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	child_part_id INTEGER NOT NULL, 
	pinned_revision_id INTEGER, 
	quantity TEXT NOT NULL, 
	per TEXT NOT NULL, 
	unit TEXT NOT NULL, 
	reference TEXT NOT NULL, 
	note TEXT NOT NULL, 
	optional INTEGER NOT NULL, 
	scrap_percent TEXT NOT NULL, 
	CONSTRAINT pk_bom_line PRIMARY KEY (id), 
	CONSTRAINT uq_bom_line_revision_id_find_number UNIQUE (revision_id, find_number), 
	CONSTRAINT ck_bom_line_quantity_above_zero CHECK (substr(quantity, 1, 1) <> '-' AND replace(replace(quantity, '0', ''), '.', '') <> ''), 
	CONSTRAINT ck_bom_line_per_above_zero CHECK (substr(per, 1, 1) <> '-' AND replace(replace(per, '0', ''), '.', '') <> ''), 
	CONSTRAINT fk_bom_line_revision_id_part_revision FOREIGN KEY(revision_id) REFERENCES part_revision (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_bom_line_child_part_id_part FOREIGN KEY(child_part_id) REFERENCES part (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_bom_line_pinned_revision_id_part_revision FOREIGN KEY(pinned_revision_id) REFERENCES part_revision (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_bom_line_quantity_decimal CHECK (quantity NOT GLOB '*[^-0-9.]*' AND quantity NOT GLOB '?*-*' AND quantity NOT GLOB '*.*.*' AND quantity NOT GLOB '.*' AND quantity NOT GLOB '-.*' AND quantity NOT GLOB '0[0-9]*' AND quantity NOT GLOB '-0[0-9]*' AND quantity GLOB '*[0-9]'), 
	CONSTRAINT ck_bom_line_per_decimal CHECK (per NOT GLOB '*[^-0-9.]*' AND per NOT GLOB '?*-*' AND per NOT GLOB '*.*.*' AND per NOT GLOB '.*' AND per NOT GLOB '-.*' AND per NOT GLOB '0[0-9]*' AND per NOT GLOB '-0[0-9]*' AND per GLOB '*[0-9]'), 
	CONSTRAINT ck_bom_line_optional_flag CHECK (optional IN (0, 1)), 
	CONSTRAINT ck_bom_line_scrap_percent_decimal CHECK (scrap_percent NOT GLOB '*[^-0-9.]*' AND scrap_percent NOT GLOB '?*-*' AND scrap_percent NOT GLOB '*.*.*' AND scrap_percent NOT GLOB '.*' AND scrap_percent NOT GLOB '-.*' AND scrap_percent NOT GLOB '0[0-9]*' AND scrap_percent NOT GLOB '-0[0-9]*' AND scrap_percent GLOB '*[0-9]')
)
 STRICT;
CREATE INDEX ix_bom_line_child_part_id ON bom_line (child_part_id);
CREATE INDEX ix_bom_line_pinned_revision_id ON bom_line (pinned_revision_id);
CREATE TABLE characteristic (
	id INTEGER NOT NULL, 
	document_revision_id INTEGER NOT NULL, 
	number TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	specification TEXT NOT NULL, 
	nominal TEXT, 
	upper_tolerance TEXT, 
	lower_tolerance TEXT, 
	upper_limit TEXT, 
	lower_limit TEXT, 
	unit TEXT NOT NULL, 
	decimals INTEGER NOT NULL, 
	places INTEGER NOT NULL, 
	special TEXT NOT NULL, 
	special_symbol TEXT NOT NULL, 
	method TEXT NOT NULL, 
	sample_size INTEGER NOT NULL, 
	frequency TEXT NOT NULL, 
	zone TEXT NOT NULL, 
	confirmed INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_characteristic PRIMARY KEY (id), 
	CONSTRAINT uq_characteristic_document_revision_id_number UNIQUE (document_revision_id, number), 
	CONSTRAINT fk_characteristic_document_revision_id_document_revision FOREIGN KEY(document_revision_id) REFERENCES document_revision (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_characteristic_kind_word CHECK (kind IN ('length', 'diameter', 'radius', 'angle', 'thread', 'geometric', 'roughness', 'hardness', 'weight', 'torque', 'note', 'other')), 
	CONSTRAINT ck_characteristic_nominal_decimal CHECK (nominal NOT GLOB '*[^-0-9.]*' AND nominal NOT GLOB '?*-*' AND nominal NOT GLOB '*.*.*' AND nominal NOT GLOB '.*' AND nominal NOT GLOB '-.*' AND nominal NOT GLOB '0[0-9]*' AND nominal NOT GLOB '-0[0-9]*' AND nominal GLOB '*[0-9]'), 
	CONSTRAINT ck_characteristic_upper_tolerance_decimal CHECK (upper_tolerance NOT GLOB '*[^-0-9.]*' AND upper_tolerance NOT GLOB '?*-*' AND upper_tolerance NOT GLOB '*.*.*' AND upper_tolerance NOT GLOB '.*' AND upper_tolerance NOT GLOB '-.*' AND upper_tolerance NOT GLOB '0[0-9]*' AND upper_tolerance NOT GLOB '-0[0-9]*' AND upper_tolerance GLOB '*[0-9]'), 
	CONSTRAINT ck_characteristic_lower_tolerance_decimal CHECK (lower_tolerance NOT GLOB '*[^-0-9.]*' AND lower_tolerance NOT GLOB '?*-*' AND lower_tolerance NOT GLOB '*.*.*' AND lower_tolerance NOT GLOB '.*' AND lower_tolerance NOT GLOB '-.*' AND lower_tolerance NOT GLOB '0[0-9]*' AND lower_tolerance NOT GLOB '-0[0-9]*' AND lower_tolerance GLOB '*[0-9]'), 
	CONSTRAINT ck_characteristic_upper_limit_decimal CHECK (upper_limit NOT GLOB '*[^-0-9.]*' AND upper_limit NOT GLOB '?*-*' AND upper_limit NOT GLOB '*.*.*' AND upper_limit NOT GLOB '.*' AND upper_limit NOT GLOB '-.*' AND upper_limit NOT GLOB '0[0-9]*' AND upper_limit NOT GLOB '-0[0-9]*' AND upper_limit GLOB '*[0-9]'), 
	CONSTRAINT ck_characteristic_lower_limit_decimal CHECK (lower_limit NOT GLOB '*[^-0-9.]*' AND lower_limit NOT GLOB '?*-*' AND lower_limit NOT GLOB '*.*.*' AND lower_limit NOT GLOB '.*' AND lower_limit NOT GLOB '-.*' AND lower_limit NOT GLOB '0[0-9]*' AND lower_limit NOT GLOB '-0[0-9]*' AND lower_limit GLOB '*[0-9]'), 
	CONSTRAINT ck_characteristic_special_word CHECK (special IN ('none', 'significant', 'critical')), 
	CONSTRAINT ck_characteristic_confirmed_flag CHECK (confirmed IN (0, 1))
)
 STRICT;
CREATE TABLE check_out (
	id INTEGER NOT NULL, 
	revision_id INTEGER NOT NULL, 
	user_id INTEGER NOT NULL, 
	folder TEXT NOT NULL, 
	host TEXT NOT NULL, 
	taken_at TEXT NOT NULL, 
	ended_at TEXT, 
	ended_by_id INTEGER, 
	ending TEXT, 
	CONSTRAINT pk_check_out PRIMARY KEY (id), 
	CONSTRAINT fk_check_out_revision_id_document_revision FOREIGN KEY(revision_id) REFERENCES document_revision (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_check_out_user_id_user_account FOREIGN KEY(user_id) REFERENCES user_account (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_check_out_ended_by_id_user_account FOREIGN KEY(ended_by_id) REFERENCES user_account (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_check_out_ending_word CHECK (ending IN ('checked_in', 'given_back', 'taken_off'))
)
 STRICT;
CREATE INDEX ix_check_out_revision_id ON check_out (revision_id);
CREATE INDEX ix_check_out_user_id ON check_out (user_id);
CREATE UNIQUE INDEX uq_check_out_one_open ON check_out (revision_id) WHERE ended_at IS NULL;
CREATE TABLE controlled_copy (
	id INTEGER NOT NULL, 
	uuid TEXT NOT NULL, 
	document_revision_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	place TEXT NOT NULL, 
	holder TEXT NOT NULL, 
	issued_by_id INTEGER NOT NULL, 
	issued_at TEXT NOT NULL, 
	state TEXT NOT NULL, 
	received_by TEXT, 
	received_at TEXT, 
	recalled_at TEXT, 
	recalled_for_id INTEGER, 
	ended_at TEXT, 
	ended_by_id INTEGER, 
	signature_id INTEGER, 
	note TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_controlled_copy PRIMARY KEY (id), 
	CONSTRAINT uq_controlled_copy_document_revision_id_number UNIQUE (document_revision_id, number), 
	CONSTRAINT uq_controlled_copy_uuid UNIQUE (uuid), 
	CONSTRAINT fk_controlled_copy_document_revision_id_document_revision FOREIGN KEY(document_revision_id) REFERENCES document_revision (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_controlled_copy_issued_by_id_user_account FOREIGN KEY(issued_by_id) REFERENCES user_account (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_controlled_copy_state_word CHECK (state IN ('issued', 'received', 'recalled', 'returned', 'destroyed')), 
	CONSTRAINT fk_controlled_copy_recalled_for_id_document_revision FOREIGN KEY(recalled_for_id) REFERENCES document_revision (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_controlled_copy_ended_by_id_user_account FOREIGN KEY(ended_by_id) REFERENCES user_account (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_controlled_copy_signature_id_signature FOREIGN KEY(signature_id) REFERENCES signature (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_controlled_copy_state ON controlled_copy (state);
CREATE TABLE document_file (
	id INTEGER NOT NULL, 
	revision_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	file_hash TEXT NOT NULL, 
	name TEXT NOT NULL, 
	page_count INTEGER, 
	CONSTRAINT pk_document_file PRIMARY KEY (id), 
	CONSTRAINT uq_document_file_revision_id_position UNIQUE (revision_id, position), 
	CONSTRAINT fk_document_file_revision_id_document_revision FOREIGN KEY(revision_id) REFERENCES document_revision (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_document_file_file_hash_vault_file FOREIGN KEY(file_hash) REFERENCES vault_file (hash) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_document_file_file_hash ON document_file (file_hash);
CREATE TABLE document_version (
	id INTEGER NOT NULL, 
	revision_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	file_hash TEXT NOT NULL, 
	note TEXT NOT NULL, 
	made_by_id INTEGER, 
	made_at TEXT NOT NULL, 
	CONSTRAINT pk_document_version PRIMARY KEY (id), 
	CONSTRAINT uq_document_version_revision_id_number UNIQUE (revision_id, number), 
	CONSTRAINT fk_document_version_revision_id_document_revision FOREIGN KEY(revision_id) REFERENCES document_revision (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_document_version_file_hash_vault_file FOREIGN KEY(file_hash) REFERENCES vault_file (hash) ON DELETE RESTRICT, 
	CONSTRAINT fk_document_version_made_by_id_user_account FOREIGN KEY(made_by_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_document_version_file_hash ON document_version (file_hash);
CREATE TABLE effectivity (
	id INTEGER NOT NULL, 
	part_id INTEGER NOT NULL, 
	revision_id INTEGER NOT NULL, 
	scope TEXT NOT NULL, 
	scope_key TEXT NOT NULL, 
	shown TEXT NOT NULL, 
	from_lot INTEGER, 
	to_lot INTEGER, 
	from_at TEXT NOT NULL, 
	to_at TEXT, 
	reason TEXT NOT NULL, 
	CONSTRAINT pk_effectivity PRIMARY KEY (id), 
	CONSTRAINT ck_effectivity_range CHECK ((scope = 'lot_range') = (from_lot IS NOT NULL)), 
	CONSTRAINT ck_effectivity_lots CHECK (to_lot IS NULL OR (from_lot IS NOT NULL AND from_lot < to_lot)), 
	CONSTRAINT ck_effectivity_times CHECK (to_at IS NULL OR from_at <= to_at), 
	CONSTRAINT ck_effectivity_scope_key_given CHECK (scope_key <> ''), 
	CONSTRAINT fk_effectivity_part_id_part FOREIGN KEY(part_id) REFERENCES part (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_effectivity_revision_id_part_revision FOREIGN KEY(revision_id) REFERENCES part_revision (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_effectivity_scope_word CHECK (scope IN ('lot_range', 'lot', 'customer_order'))
)
 STRICT;
CREATE INDEX ix_effectivity_part_id_scope_scope_key ON effectivity (part_id, scope, scope_key);
CREATE INDEX ix_effectivity_revision_id ON effectivity (revision_id);
CREATE TABLE markup (
	id INTEGER NOT NULL, 
	document_revision_id INTEGER NOT NULL, 
	file_hash TEXT NOT NULL, 
	page INTEGER NOT NULL, 
	layer TEXT NOT NULL, 
	shape TEXT NOT NULL, 
	points TEXT NOT NULL, 
	text TEXT NOT NULL, 
	made_by_id INTEGER NOT NULL, 
	made_at TEXT NOT NULL, 
	withdrawn_at TEXT, 
	withdrawn_by_id INTEGER, 
	CONSTRAINT pk_markup PRIMARY KEY (id), 
	CONSTRAINT fk_markup_document_revision_id_document_revision FOREIGN KEY(document_revision_id) REFERENCES document_revision (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_markup_shape_word CHECK (shape IN ('line', 'box', 'cloud', 'arrow', 'freehand', 'text')), 
	CONSTRAINT fk_markup_made_by_id_user_account FOREIGN KEY(made_by_id) REFERENCES user_account (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_markup_withdrawn_by_id_user_account FOREIGN KEY(withdrawn_by_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_markup_document_revision_id_file_hash ON markup (document_revision_id, file_hash);
CREATE TABLE part_attachment (
	id INTEGER NOT NULL, 
	revision_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	note TEXT NOT NULL, 
	file_hash TEXT NOT NULL, 
	CONSTRAINT pk_part_attachment PRIMARY KEY (id), 
	CONSTRAINT uq_part_attachment_revision_id_file_hash UNIQUE (revision_id, file_hash), 
	CONSTRAINT fk_part_attachment_revision_id_part_revision FOREIGN KEY(revision_id) REFERENCES part_revision (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_part_attachment_file_hash_vault_file FOREIGN KEY(file_hash) REFERENCES vault_file (hash) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_part_attachment_file_hash ON part_attachment (file_hash);
CREATE TABLE part_document (
	id INTEGER NOT NULL, 
	part_revision_id INTEGER NOT NULL, 
	document_id INTEGER NOT NULL, 
	document_revision_id INTEGER, 
	CONSTRAINT pk_part_document PRIMARY KEY (id), 
	CONSTRAINT uq_part_document_part_revision_id_document_id UNIQUE (part_revision_id, document_id), 
	CONSTRAINT fk_part_document_part_revision_id_part_revision FOREIGN KEY(part_revision_id) REFERENCES part_revision (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_part_document_document_id_document FOREIGN KEY(document_id) REFERENCES document (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_part_document_document_revision_id_document_revision FOREIGN KEY(document_revision_id) REFERENCES document_revision (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_part_document_document_id ON part_document (document_id);
CREATE INDEX ix_part_document_document_revision_id ON part_document (document_revision_id);
CREATE TABLE part_iteration (
	id INTEGER NOT NULL, 
	revision_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	note TEXT NOT NULL, 
	content TEXT NOT NULL, 
	content_hash TEXT NOT NULL, 
	made_by_id INTEGER, 
	made_at TEXT NOT NULL, 
	CONSTRAINT pk_part_iteration PRIMARY KEY (id), 
	CONSTRAINT uq_part_iteration_revision_id_number UNIQUE (revision_id, number), 
	CONSTRAINT fk_part_iteration_revision_id_part_revision FOREIGN KEY(revision_id) REFERENCES part_revision (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_part_iteration_made_by_id_user_account FOREIGN KEY(made_by_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE TABLE revision_attribute (
	id INTEGER NOT NULL, 
	revision_id INTEGER NOT NULL, 
	definition_id INTEGER NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_revision_attribute PRIMARY KEY (id), 
	CONSTRAINT uq_revision_attribute_revision_id_definition_id UNIQUE (revision_id, definition_id), 
	CONSTRAINT fk_revision_attribute_revision_id_part_revision FOREIGN KEY(revision_id) REFERENCES part_revision (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_revision_attribute_definition_id_attribute_definition FOREIGN KEY(definition_id) REFERENCES attribute_definition (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_revision_attribute_definition_id ON revision_attribute (definition_id);
CREATE TABLE work_order (
	id INTEGER NOT NULL, 
	number TEXT NOT NULL, 
	number_key TEXT NOT NULL, 
	part_revision_id INTEGER NOT NULL, 
	quantity TEXT NOT NULL, 
	due_on TEXT, 
	state TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_work_order PRIMARY KEY (id), 
	CONSTRAINT uq_work_order_number_key UNIQUE (number_key), 
	CONSTRAINT fk_work_order_part_revision_id_part_revision FOREIGN KEY(part_revision_id) REFERENCES part_revision (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_work_order_quantity_decimal CHECK (quantity NOT GLOB '*[^-0-9.]*' AND quantity NOT GLOB '?*-*' AND quantity NOT GLOB '*.*.*' AND quantity NOT GLOB '.*' AND quantity NOT GLOB '-.*' AND quantity NOT GLOB '0[0-9]*' AND quantity NOT GLOB '-0[0-9]*' AND quantity GLOB '*[0-9]'), 
	CONSTRAINT ck_work_order_state_word CHECK (state IN ('planned', 'released', 'running', 'on_hold', 'completed', 'closed', 'canceled'))
)
 STRICT;
CREATE INDEX ix_work_order_part_revision_id ON work_order (part_revision_id);
CREATE TABLE assessment_person (
	id INTEGER NOT NULL, 
	assessment_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	duty TEXT NOT NULL, 
	user_id INTEGER, 
	CONSTRAINT pk_assessment_person PRIMARY KEY (id), 
	CONSTRAINT fk_assessment_person_assessment_id_assessment FOREIGN KEY(assessment_id) REFERENCES assessment (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_assessment_person_user_id_user_account FOREIGN KEY(user_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_assessment_person_assessment_id ON assessment_person (assessment_id);
CREATE TABLE balloon (
	id INTEGER NOT NULL, 
	characteristic_id INTEGER NOT NULL, 
	page INTEGER NOT NULL, 
	x TEXT NOT NULL, 
	y TEXT NOT NULL, 
	anchor_x TEXT NOT NULL, 
	anchor_y TEXT NOT NULL, 
	CONSTRAINT pk_balloon PRIMARY KEY (id), 
	CONSTRAINT fk_balloon_characteristic_id_characteristic FOREIGN KEY(characteristic_id) REFERENCES characteristic (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_balloon_x_decimal CHECK (x NOT GLOB '*[^-0-9.]*' AND x NOT GLOB '?*-*' AND x NOT GLOB '*.*.*' AND x NOT GLOB '.*' AND x NOT GLOB '-.*' AND x NOT GLOB '0[0-9]*' AND x NOT GLOB '-0[0-9]*' AND x GLOB '*[0-9]'), 
	CONSTRAINT ck_balloon_y_decimal CHECK (y NOT GLOB '*[^-0-9.]*' AND y NOT GLOB '?*-*' AND y NOT GLOB '*.*.*' AND y NOT GLOB '.*' AND y NOT GLOB '-.*' AND y NOT GLOB '0[0-9]*' AND y NOT GLOB '-0[0-9]*' AND y GLOB '*[0-9]'), 
	CONSTRAINT ck_balloon_anchor_x_decimal CHECK (anchor_x NOT GLOB '*[^-0-9.]*' AND anchor_x NOT GLOB '?*-*' AND anchor_x NOT GLOB '*.*.*' AND anchor_x NOT GLOB '.*' AND anchor_x NOT GLOB '-.*' AND anchor_x NOT GLOB '0[0-9]*' AND anchor_x NOT GLOB '-0[0-9]*' AND anchor_x GLOB '*[0-9]'), 
	CONSTRAINT ck_balloon_anchor_y_decimal CHECK (anchor_y NOT GLOB '*[^-0-9.]*' AND anchor_y NOT GLOB '?*-*' AND anchor_y NOT GLOB '*.*.*' AND anchor_y NOT GLOB '.*' AND anchor_y NOT GLOB '-.*' AND anchor_y NOT GLOB '0[0-9]*' AND anchor_y NOT GLOB '-0[0-9]*' AND anchor_y GLOB '*[0-9]')
)
 STRICT;
CREATE INDEX ix_balloon_characteristic_id ON balloon (characteristic_id);
CREATE TABLE bom_substitute (
	id INTEGER NOT NULL, 
	line_id INTEGER NOT NULL, 
	rank INTEGER NOT NULL, 
	part_id INTEGER NOT NULL, 
	CONSTRAINT pk_bom_substitute PRIMARY KEY (id), 
	CONSTRAINT uq_bom_substitute_line_id_rank UNIQUE (line_id, rank), 
	CONSTRAINT uq_bom_substitute_line_id_part_id UNIQUE (line_id, part_id), 
	CONSTRAINT fk_bom_substitute_line_id_bom_line FOREIGN KEY(line_id) REFERENCES bom_line (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_bom_substitute_part_id_part FOREIGN KEY(part_id) REFERENCES part (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_bom_substitute_part_id ON bom_substitute (part_id);
CREATE TABLE evidence_pack (
	id INTEGER NOT NULL, 
	uuid TEXT NOT NULL, 
	assessment_id INTEGER NOT NULL, 
	recipient TEXT NOT NULL, 
	options TEXT NOT NULL, 
	audit_seq INTEGER NOT NULL, 
	audit_hash TEXT NOT NULL, 
	manifest_hash TEXT NOT NULL, 
	file_hash TEXT NOT NULL, 
	issued_at TEXT NOT NULL, 
	issued_by_id INTEGER NOT NULL, 
	CONSTRAINT pk_evidence_pack PRIMARY KEY (id), 
	CONSTRAINT uq_evidence_pack_uuid UNIQUE (uuid), 
	CONSTRAINT fk_evidence_pack_assessment_id_assessment FOREIGN KEY(assessment_id) REFERENCES assessment (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_evidence_pack_issued_by_id_user_account FOREIGN KEY(issued_by_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_evidence_pack_assessment_id ON evidence_pack (assessment_id);
CREATE TABLE lot (
	id INTEGER NOT NULL, 
	number TEXT NOT NULL, 
	number_key TEXT NOT NULL, 
	part_id INTEGER NOT NULL, 
	order_id INTEGER, 
	quantity TEXT NOT NULL, 
	heat_number TEXT NOT NULL, 
	state TEXT NOT NULL, 
	work_day TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_lot PRIMARY KEY (id), 
	CONSTRAINT uq_lot_number_key UNIQUE (number_key), 
	CONSTRAINT fk_lot_part_id_part FOREIGN KEY(part_id) REFERENCES part (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_lot_order_id_work_order FOREIGN KEY(order_id) REFERENCES work_order (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_lot_quantity_decimal CHECK (quantity NOT GLOB '*[^-0-9.]*' AND quantity NOT GLOB '?*-*' AND quantity NOT GLOB '*.*.*' AND quantity NOT GLOB '.*' AND quantity NOT GLOB '-.*' AND quantity NOT GLOB '0[0-9]*' AND quantity NOT GLOB '-0[0-9]*' AND quantity GLOB '*[0-9]'), 
	CONSTRAINT ck_lot_state_word CHECK (state IN ('quarantine', 'released', 'hold', 'consumed', 'shipped', 'rejected'))
)
 STRICT;
CREATE INDEX ix_lot_order_id ON lot (order_id);
CREATE INDEX ix_lot_part_id ON lot (part_id);
CREATE TABLE order_snapshot (
	id INTEGER NOT NULL, 
	order_id INTEGER NOT NULL, 
	sequence INTEGER NOT NULL, 
	content TEXT NOT NULL, 
	content_hash TEXT NOT NULL, 
	effect TEXT NOT NULL, 
	made_at TEXT NOT NULL, 
	CONSTRAINT pk_order_snapshot PRIMARY KEY (id), 
	CONSTRAINT uq_order_snapshot_order_id_sequence UNIQUE (order_id, sequence), 
	CONSTRAINT fk_order_snapshot_order_id_work_order FOREIGN KEY(order_id) REFERENCES work_order (id) ON DELETE RESTRICT
)
 STRICT;
CREATE TABLE requirement (
	id INTEGER NOT NULL, 
	assessment_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	code TEXT NOT NULL, 
	title TEXT NOT NULL, 
	title_ko TEXT NOT NULL, 
	submission TEXT NOT NULL, 
	rule TEXT NOT NULL, 
	not_applicable_reason TEXT NOT NULL, 
	accepted_hash TEXT NOT NULL, 
	accepted_by_id INTEGER, 
	accepted_at TEXT, 
	owner_id INTEGER, 
	due_on TEXT, 
	remark TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_requirement PRIMARY KEY (id), 
	CONSTRAINT uq_requirement_assessment_id_code UNIQUE (assessment_id, code), 
	CONSTRAINT fk_requirement_assessment_id_assessment FOREIGN KEY(assessment_id) REFERENCES assessment (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_requirement_accepted_by_id_user_account FOREIGN KEY(accepted_by_id) REFERENCES user_account (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_requirement_owner_id_user_account FOREIGN KEY(owner_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE TABLE submission (
	id INTEGER NOT NULL, 
	assessment_id INTEGER, 
	scheme TEXT NOT NULL, 
	level TEXT NOT NULL, 
	part_id INTEGER NOT NULL, 
	part_revision_id INTEGER NOT NULL, 
	customer_id INTEGER NOT NULL, 
	attempt INTEGER NOT NULL, 
	reason TEXT NOT NULL, 
	detail TEXT NOT NULL, 
	submitted_on TEXT NOT NULL, 
	migrated INTEGER NOT NULL, 
	submitted_by_id INTEGER, 
	recorded_at TEXT NOT NULL, 
	CONSTRAINT pk_submission PRIMARY KEY (id), 
	CONSTRAINT uq_submission_part_id_customer_id_scheme_attempt UNIQUE (part_id, customer_id, scheme, attempt), 
	CONSTRAINT fk_submission_assessment_id_assessment FOREIGN KEY(assessment_id) REFERENCES assessment (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_submission_part_id_part FOREIGN KEY(part_id) REFERENCES part (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_submission_part_revision_id_part_revision FOREIGN KEY(part_revision_id) REFERENCES part_revision (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_submission_customer_id_customer FOREIGN KEY(customer_id) REFERENCES customer (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_submission_reason_word CHECK (reason IN ('initial', 'engineering_change', 'four_m', 'correction', 'resubmission')), 
	CONSTRAINT ck_submission_migrated_flag CHECK (migrated IN (0, 1)), 
	CONSTRAINT fk_submission_submitted_by_id_user_account FOREIGN KEY(submitted_by_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_submission_assessment_id ON submission (assessment_id);
CREATE INDEX ix_submission_part_revision_id ON submission (part_revision_id);
CREATE TABLE concession_use (
	id INTEGER NOT NULL, 
	concession_id INTEGER NOT NULL, 
	sequence INTEGER NOT NULL, 
	lot_id INTEGER NOT NULL, 
	quantity TEXT NOT NULL, 
	total TEXT NOT NULL, 
	used_on TEXT NOT NULL, 
	used_at TEXT NOT NULL, 
	used_by_id INTEGER, 
	CONSTRAINT pk_concession_use PRIMARY KEY (id), 
	CONSTRAINT uq_concession_use_concession_id_sequence UNIQUE (concession_id, sequence), 
	CONSTRAINT fk_concession_use_concession_id_concession FOREIGN KEY(concession_id) REFERENCES concession (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_concession_use_lot_id_lot FOREIGN KEY(lot_id) REFERENCES lot (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_concession_use_quantity_decimal CHECK (quantity NOT GLOB '*[^-0-9.]*' AND quantity NOT GLOB '?*-*' AND quantity NOT GLOB '*.*.*' AND quantity NOT GLOB '.*' AND quantity NOT GLOB '-.*' AND quantity NOT GLOB '0[0-9]*' AND quantity NOT GLOB '-0[0-9]*' AND quantity GLOB '*[0-9]'), 
	CONSTRAINT ck_concession_use_total_decimal CHECK (total NOT GLOB '*[^-0-9.]*' AND total NOT GLOB '?*-*' AND total NOT GLOB '*.*.*' AND total NOT GLOB '.*' AND total NOT GLOB '-.*' AND total NOT GLOB '0[0-9]*' AND total NOT GLOB '-0[0-9]*' AND total GLOB '*[0-9]'), 
	CONSTRAINT fk_concession_use_used_by_id_user_account FOREIGN KEY(used_by_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_concession_use_lot_id ON concession_use (lot_id);
CREATE TABLE consumption (
	id INTEGER NOT NULL, 
	made_lot_id INTEGER NOT NULL, 
	used_lot_id INTEGER NOT NULL, 
	sequence INTEGER NOT NULL, 
	quantity TEXT NOT NULL, 
	event_id TEXT, 
	takes_back_id INTEGER, 
	reason TEXT NOT NULL, 
	used_at TEXT NOT NULL, 
	used_by_id INTEGER, 
	CONSTRAINT pk_consumption PRIMARY KEY (id), 
	CONSTRAINT uq_consumption_used_lot_id_sequence UNIQUE (used_lot_id, sequence), 
	CONSTRAINT fk_consumption_made_lot_id_lot FOREIGN KEY(made_lot_id) REFERENCES lot (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_consumption_used_lot_id_lot FOREIGN KEY(used_lot_id) REFERENCES lot (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_consumption_quantity_decimal CHECK (quantity NOT GLOB '*[^-0-9.]*' AND quantity NOT GLOB '?*-*' AND quantity NOT GLOB '*.*.*' AND quantity NOT GLOB '.*' AND quantity NOT GLOB '-.*' AND quantity NOT GLOB '0[0-9]*' AND quantity NOT GLOB '-0[0-9]*' AND quantity GLOB '*[0-9]'), 
	CONSTRAINT uq_consumption_event_id UNIQUE (event_id), 
	CONSTRAINT uq_consumption_takes_back_id UNIQUE (takes_back_id), 
	CONSTRAINT fk_consumption_takes_back_id_consumption FOREIGN KEY(takes_back_id) REFERENCES consumption (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_consumption_used_by_id_user_account FOREIGN KEY(used_by_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_consumption_made_lot_id ON consumption (made_lot_id);
CREATE TABLE evidence (
	id INTEGER NOT NULL, 
	requirement_id INTEGER NOT NULL, 
	noun TEXT NOT NULL, 
	entity_id INTEGER, 
	file_hash TEXT, 
	label TEXT NOT NULL, 
	content_hash TEXT NOT NULL, 
	automatic INTEGER NOT NULL, 
	dated_on TEXT, 
	linked_by_id INTEGER, 
	linked_at TEXT NOT NULL, 
	CONSTRAINT pk_evidence PRIMARY KEY (id), 
	CONSTRAINT fk_evidence_requirement_id_requirement FOREIGN KEY(requirement_id) REFERENCES requirement (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_evidence_noun_word CHECK (noun IN ('plant', 'user', 'customer', 'part', 'part_revision', 'document', 'document_revision', 'characteristic', 'controlled_copy', 'bom', 'review', 'operation', 'gauge', 'station', 'device', 'order', 'lot', 'shipment', 'inspection', 'reading', 'nonconformance', 'assessment', 'submission', 'pack', 'transfer', 'customer_change', 'change_request', 'change_order', 'four_m_change', 'concession', 'issued_document', 'file', 'audit')), 
	CONSTRAINT fk_evidence_file_hash_vault_file FOREIGN KEY(file_hash) REFERENCES vault_file (hash) ON DELETE RESTRICT, 
	CONSTRAINT ck_evidence_automatic_flag CHECK (automatic IN (0, 1)), 
	CONSTRAINT fk_evidence_linked_by_id_user_account FOREIGN KEY(linked_by_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_evidence_file_hash ON evidence (file_hash);
CREATE INDEX ix_evidence_noun_entity_id ON evidence (noun, entity_id);
CREATE INDEX ix_evidence_requirement_id ON evidence (requirement_id);
CREATE TABLE evidence_rejection (
	id INTEGER NOT NULL, 
	requirement_id INTEGER NOT NULL, 
	noun TEXT NOT NULL, 
	entity_id INTEGER NOT NULL, 
	content_hash TEXT NOT NULL, 
	label TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	rejected_by_id INTEGER NOT NULL, 
	rejected_at TEXT NOT NULL, 
	CONSTRAINT pk_evidence_rejection PRIMARY KEY (id), 
	CONSTRAINT fk_evidence_rejection_requirement_id_requirement FOREIGN KEY(requirement_id) REFERENCES requirement (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_evidence_rejection_noun_word CHECK (noun IN ('plant', 'user', 'customer', 'part', 'part_revision', 'document', 'document_revision', 'characteristic', 'controlled_copy', 'bom', 'review', 'operation', 'gauge', 'station', 'device', 'order', 'lot', 'shipment', 'inspection', 'reading', 'nonconformance', 'assessment', 'submission', 'pack', 'transfer', 'customer_change', 'change_request', 'change_order', 'four_m_change', 'concession', 'issued_document', 'file', 'audit')), 
	CONSTRAINT fk_evidence_rejection_rejected_by_id_user_account FOREIGN KEY(rejected_by_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_evidence_rejection_requirement_id ON evidence_rejection (requirement_id);
CREATE TABLE four_m_change (
	id INTEGER NOT NULL, 
	number TEXT NOT NULL, 
	number_key TEXT NOT NULL, 
	state TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	rule TEXT NOT NULL, 
	title TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	"before" TEXT NOT NULL, 
	"after" TEXT NOT NULL, 
	operation TEXT NOT NULL, 
	planned_on TEXT, 
	assessment TEXT NOT NULL, 
	customer_needed INTEGER NOT NULL, 
	customer_approval TEXT NOT NULL, 
	customer_approved_on TEXT, 
	customer_file_hash TEXT, 
	trial_lot_id INTEGER, 
	trial_result TEXT NOT NULL, 
	effective_on TEXT, 
	created_by_id INTEGER, 
	created_at TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_four_m_change PRIMARY KEY (id), 
	CONSTRAINT uq_four_m_change_number_key UNIQUE (number_key), 
	CONSTRAINT ck_four_m_change_state_word CHECK (state IN ('reported', 'assessed', 'customer_pending', 'approved', 'trial', 'effective', 'closed', 'rejected')), 
	CONSTRAINT ck_four_m_change_kind_word CHECK (kind IN ('man', 'machine', 'material', 'method')), 
	CONSTRAINT ck_four_m_change_customer_needed_flag CHECK (customer_needed IN (0, 1)), 
	CONSTRAINT fk_four_m_change_customer_file_hash_vault_file FOREIGN KEY(customer_file_hash) REFERENCES vault_file (hash) ON DELETE RESTRICT, 
	CONSTRAINT fk_four_m_change_trial_lot_id_lot FOREIGN KEY(trial_lot_id) REFERENCES lot (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_four_m_change_created_by_id_user_account FOREIGN KEY(created_by_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE TABLE inspection (
	id INTEGER NOT NULL, 
	number TEXT NOT NULL, 
	number_key TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	state TEXT NOT NULL, 
	order_id INTEGER, 
	snapshot_id INTEGER, 
	lot_id INTEGER NOT NULL, 
	part_revision_id INTEGER NOT NULL, 
	document_revision_id INTEGER NOT NULL, 
	station_id INTEGER, 
	sample_size INTEGER NOT NULL, 
	opened_by_id INTEGER NOT NULL, 
	opened_at TEXT NOT NULL, 
	finished_at TEXT, 
	work_day TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_inspection PRIMARY KEY (id), 
	CONSTRAINT uq_inspection_number_key UNIQUE (number_key), 
	CONSTRAINT ck_inspection_kind_word CHECK (kind IN ('incoming', 'first_piece', 'middle_piece', 'last_piece', 'self', 'patrol', 'final', 'outgoing', 'layout')), 
	CONSTRAINT ck_inspection_state_word CHECK (state IN ('open', 'incomplete', 'pass', 'fail', 'accepted_by_concession')), 
	CONSTRAINT fk_inspection_order_id_work_order FOREIGN KEY(order_id) REFERENCES work_order (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_inspection_snapshot_id_order_snapshot FOREIGN KEY(snapshot_id) REFERENCES order_snapshot (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_inspection_lot_id_lot FOREIGN KEY(lot_id) REFERENCES lot (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_inspection_part_revision_id_part_revision FOREIGN KEY(part_revision_id) REFERENCES part_revision (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_inspection_document_revision_id_document_revision FOREIGN KEY(document_revision_id) REFERENCES document_revision (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_inspection_station_id_station FOREIGN KEY(station_id) REFERENCES station (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_inspection_opened_by_id_user_account FOREIGN KEY(opened_by_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_inspection_document_revision_id ON inspection (document_revision_id);
CREATE INDEX ix_inspection_lot_id ON inspection (lot_id);
CREATE INDEX ix_inspection_order_id ON inspection (order_id);
CREATE INDEX ix_inspection_part_revision_id ON inspection (part_revision_id);
CREATE INDEX ix_inspection_snapshot_id ON inspection (snapshot_id);
CREATE INDEX ix_inspection_station_id ON inspection (station_id);
CREATE TABLE requirement_score (
	id INTEGER NOT NULL, 
	requirement_id INTEGER NOT NULL, 
	step TEXT NOT NULL, 
	points INTEGER, 
	not_evaluated TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_requirement_score PRIMARY KEY (id), 
	CONSTRAINT uq_requirement_score_requirement_id_step UNIQUE (requirement_id, step), 
	CONSTRAINT fk_requirement_score_requirement_id_requirement FOREIGN KEY(requirement_id) REFERENCES requirement (id) ON DELETE RESTRICT
)
 STRICT;
CREATE TABLE shipment_line (
	id INTEGER NOT NULL, 
	shipment_id INTEGER NOT NULL, 
	lot_id INTEGER NOT NULL, 
	part_revision_id INTEGER NOT NULL, 
	sequence INTEGER NOT NULL, 
	quantity TEXT NOT NULL, 
	total TEXT NOT NULL, 
	CONSTRAINT pk_shipment_line PRIMARY KEY (id), 
	CONSTRAINT uq_shipment_line_lot_id_sequence UNIQUE (lot_id, sequence), 
	CONSTRAINT fk_shipment_line_shipment_id_shipment FOREIGN KEY(shipment_id) REFERENCES shipment (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_shipment_line_lot_id_lot FOREIGN KEY(lot_id) REFERENCES lot (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_shipment_line_part_revision_id_part_revision FOREIGN KEY(part_revision_id) REFERENCES part_revision (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_shipment_line_quantity_decimal CHECK (quantity NOT GLOB '*[^-0-9.]*' AND quantity NOT GLOB '?*-*' AND quantity NOT GLOB '*.*.*' AND quantity NOT GLOB '.*' AND quantity NOT GLOB '-.*' AND quantity NOT GLOB '0[0-9]*' AND quantity NOT GLOB '-0[0-9]*' AND quantity GLOB '*[0-9]'), 
	CONSTRAINT ck_shipment_line_total_decimal CHECK (total NOT GLOB '*[^-0-9.]*' AND total NOT GLOB '?*-*' AND total NOT GLOB '*.*.*' AND total NOT GLOB '.*' AND total NOT GLOB '-.*' AND total NOT GLOB '0[0-9]*' AND total NOT GLOB '-0[0-9]*' AND total GLOB '*[0-9]')
)
 STRICT;
CREATE INDEX ix_shipment_line_part_revision_id ON shipment_line (part_revision_id);
CREATE INDEX ix_shipment_line_shipment_id ON shipment_line (shipment_id);
CREATE TABLE submission_verdict (
	id INTEGER NOT NULL, 
	submission_id INTEGER NOT NULL, 
	verdict TEXT NOT NULL, 
	decided_on TEXT NOT NULL, 
	interim_quantity TEXT, 
	interim_until TEXT, 
	customer_number TEXT NOT NULL, 
	file_hash TEXT, 
	file_name TEXT NOT NULL, 
	remark TEXT NOT NULL, 
	recorded_by_id INTEGER, 
	recorded_at TEXT NOT NULL, 
	CONSTRAINT pk_submission_verdict PRIMARY KEY (id), 
	CONSTRAINT fk_submission_verdict_submission_id_submission FOREIGN KEY(submission_id) REFERENCES submission (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_submission_verdict_verdict_word CHECK (verdict IN ('pending', 'approved', 'interim', 'rejected')), 
	CONSTRAINT ck_submission_verdict_interim_quantity_decimal CHECK (interim_quantity NOT GLOB '*[^-0-9.]*' AND interim_quantity NOT GLOB '?*-*' AND interim_quantity NOT GLOB '*.*.*' AND interim_quantity NOT GLOB '.*' AND interim_quantity NOT GLOB '-.*' AND interim_quantity NOT GLOB '0[0-9]*' AND interim_quantity NOT GLOB '-0[0-9]*' AND interim_quantity GLOB '*[0-9]'), 
	CONSTRAINT fk_submission_verdict_file_hash_vault_file FOREIGN KEY(file_hash) REFERENCES vault_file (hash) ON DELETE RESTRICT, 
	CONSTRAINT fk_submission_verdict_recorded_by_id_user_account FOREIGN KEY(recorded_by_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_submission_verdict_submission_id ON submission_verdict (submission_id);
CREATE TABLE evidence_withdrawal (
	evidence_id INTEGER NOT NULL, 
	reason TEXT NOT NULL, 
	withdrawn_by_id INTEGER NOT NULL, 
	withdrawn_at TEXT NOT NULL, 
	CONSTRAINT pk_evidence_withdrawal PRIMARY KEY (evidence_id), 
	CONSTRAINT fk_evidence_withdrawal_evidence_id_evidence FOREIGN KEY(evidence_id) REFERENCES evidence (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_evidence_withdrawal_withdrawn_by_id_user_account FOREIGN KEY(withdrawn_by_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE TABLE form_issue (
	id INTEGER NOT NULL, 
	number TEXT NOT NULL, 
	issue INTEGER NOT NULL, 
	form_id INTEGER NOT NULL, 
	inspection_id INTEGER NOT NULL, 
	recipient TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	uuid TEXT NOT NULL, 
	file_hash TEXT NOT NULL, 
	file_name TEXT NOT NULL, 
	audit_seq INTEGER NOT NULL, 
	audit_hash TEXT NOT NULL, 
	issued_at TEXT NOT NULL, 
	issued_by_id INTEGER NOT NULL, 
	CONSTRAINT pk_form_issue PRIMARY KEY (id), 
	CONSTRAINT uq_form_issue_number_issue UNIQUE (number, issue), 
	CONSTRAINT fk_form_issue_form_id_customer_form FOREIGN KEY(form_id) REFERENCES customer_form (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_form_issue_inspection_id_inspection FOREIGN KEY(inspection_id) REFERENCES inspection (id) ON DELETE RESTRICT, 
	CONSTRAINT uq_form_issue_uuid UNIQUE (uuid), 
	CONSTRAINT fk_form_issue_file_hash_vault_file FOREIGN KEY(file_hash) REFERENCES vault_file (hash) ON DELETE RESTRICT, 
	CONSTRAINT fk_form_issue_issued_by_id_user_account FOREIGN KEY(issued_by_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_form_issue_form_id ON form_issue (form_id);
CREATE INDEX ix_form_issue_inspection_id ON form_issue (inspection_id);
CREATE TABLE interim_shipment (
	id INTEGER NOT NULL, 
	verdict_id INTEGER NOT NULL, 
	lot_id INTEGER, 
	quantity TEXT NOT NULL, 
	shipped_at TEXT NOT NULL, 
	CONSTRAINT pk_interim_shipment PRIMARY KEY (id), 
	CONSTRAINT fk_interim_shipment_verdict_id_submission_verdict FOREIGN KEY(verdict_id) REFERENCES submission_verdict (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_interim_shipment_lot_id_lot FOREIGN KEY(lot_id) REFERENCES lot (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_interim_shipment_quantity_decimal CHECK (quantity NOT GLOB '*[^-0-9.]*' AND quantity NOT GLOB '?*-*' AND quantity NOT GLOB '*.*.*' AND quantity NOT GLOB '.*' AND quantity NOT GLOB '-.*' AND quantity NOT GLOB '0[0-9]*' AND quantity NOT GLOB '-0[0-9]*' AND quantity GLOB '*[0-9]')
)
 STRICT;
CREATE INDEX ix_interim_shipment_lot_id ON interim_shipment (lot_id);
CREATE INDEX ix_interim_shipment_verdict_id ON interim_shipment (verdict_id);
CREATE TABLE nonconformance (
	id INTEGER NOT NULL, 
	number TEXT NOT NULL, 
	number_key TEXT NOT NULL, 
	state TEXT NOT NULL, 
	title TEXT NOT NULL, 
	description TEXT NOT NULL, 
	part_revision_id INTEGER NOT NULL, 
	lot_id INTEGER, 
	inspection_id INTEGER, 
	containment TEXT NOT NULL, 
	cause TEXT NOT NULL, 
	action TEXT NOT NULL, 
	verification TEXT NOT NULL, 
	quantity TEXT, 
	disposition_note TEXT NOT NULL, 
	found_by_id INTEGER NOT NULL, 
	found_at TEXT NOT NULL, 
	work_day TEXT NOT NULL, 
	closed_at TEXT, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_nonconformance PRIMARY KEY (id), 
	CONSTRAINT ck_nonconformance_quantity_counted CHECK (quantity IS NULL OR CAST(quantity AS NUMERIC) >= 0), 
	CONSTRAINT uq_nonconformance_number_key UNIQUE (number_key), 
	CONSTRAINT ck_nonconformance_state_word CHECK (state IN ('draft', 'contained', 'analysis', 'action_plan', 'in_progress', 'verified', 'closed')), 
	CONSTRAINT fk_nonconformance_part_revision_id_part_revision FOREIGN KEY(part_revision_id) REFERENCES part_revision (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_nonconformance_lot_id_lot FOREIGN KEY(lot_id) REFERENCES lot (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_nonconformance_inspection_id_inspection FOREIGN KEY(inspection_id) REFERENCES inspection (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_nonconformance_quantity_decimal CHECK (quantity NOT GLOB '*[^-0-9.]*' AND quantity NOT GLOB '?*-*' AND quantity NOT GLOB '*.*.*' AND quantity NOT GLOB '.*' AND quantity NOT GLOB '-.*' AND quantity NOT GLOB '0[0-9]*' AND quantity NOT GLOB '-0[0-9]*' AND quantity GLOB '*[0-9]'), 
	CONSTRAINT fk_nonconformance_found_by_id_user_account FOREIGN KEY(found_by_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_nonconformance_inspection_id ON nonconformance (inspection_id);
CREATE INDEX ix_nonconformance_lot_id ON nonconformance (lot_id);
CREATE INDEX ix_nonconformance_part_revision_id ON nonconformance (part_revision_id);
CREATE TABLE reading (
	id INTEGER NOT NULL, 
	event_id TEXT NOT NULL, 
	inspection_id INTEGER NOT NULL, 
	characteristic_id INTEGER NOT NULL, 
	sample INTEGER NOT NULL, 
	value TEXT, 
	attribute TEXT NOT NULL, 
	unit TEXT NOT NULL, 
	raw BLOB NOT NULL, 
	raw_facts TEXT NOT NULL, 
	mode TEXT NOT NULL, 
	verdict TEXT NOT NULL, 
	gauge_id INTEGER, 
	calibration_id INTEGER, 
	operator_id INTEGER NOT NULL, 
	station_id INTEGER, 
	measured_at TEXT NOT NULL, 
	stored_at TEXT NOT NULL, 
	work_day TEXT NOT NULL, 
	corrects_id INTEGER, 
	undone INTEGER NOT NULL, 
	reason TEXT NOT NULL, 
	CONSTRAINT pk_reading PRIMARY KEY (id), 
	CONSTRAINT uq_reading_event_id UNIQUE (event_id), 
	CONSTRAINT fk_reading_inspection_id_inspection FOREIGN KEY(inspection_id) REFERENCES inspection (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_reading_characteristic_id_characteristic FOREIGN KEY(characteristic_id) REFERENCES characteristic (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_reading_value_decimal CHECK (value NOT GLOB '*[^-0-9.]*' AND value NOT GLOB '?*-*' AND value NOT GLOB '*.*.*' AND value NOT GLOB '.*' AND value NOT GLOB '-.*' AND value NOT GLOB '0[0-9]*' AND value NOT GLOB '-0[0-9]*' AND value GLOB '*[0-9]'), 
	CONSTRAINT ck_reading_mode_word CHECK (mode IN ('device', 'keyed', 'late', 'migrated', 'corrected')), 
	CONSTRAINT ck_reading_verdict_word CHECK (verdict IN ('ok', 'ng', 'not_judged')), 
	CONSTRAINT fk_reading_gauge_id_gauge FOREIGN KEY(gauge_id) REFERENCES gauge (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_reading_calibration_id_calibration FOREIGN KEY(calibration_id) REFERENCES calibration (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_reading_operator_id_user_account FOREIGN KEY(operator_id) REFERENCES user_account (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_reading_station_id_station FOREIGN KEY(station_id) REFERENCES station (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_reading_corrects_id_reading FOREIGN KEY(corrects_id) REFERENCES reading (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_reading_undone_flag CHECK (undone IN (0, 1))
)
 STRICT;
CREATE INDEX ix_reading_calibration_id ON reading (calibration_id);
CREATE INDEX ix_reading_characteristic_id ON reading (characteristic_id);
CREATE INDEX ix_reading_corrects_id ON reading (corrects_id);
CREATE INDEX ix_reading_gauge_id ON reading (gauge_id);
CREATE INDEX ix_reading_inspection_id_characteristic_id_sample ON reading (inspection_id, characteristic_id, sample);
CREATE INDEX ix_reading_operator_id ON reading (operator_id);
CREATE INDEX ix_reading_work_day ON reading (work_day);
CREATE TABLE assessment_finding (
	id INTEGER NOT NULL, 
	assessment_id INTEGER NOT NULL, 
	requirement_id INTEGER, 
	number INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	text TEXT NOT NULL, 
	nonconformance_id INTEGER, 
	owner_id INTEGER, 
	due_on TEXT, 
	found_by_id INTEGER NOT NULL, 
	found_at TEXT NOT NULL, 
	closing TEXT NOT NULL, 
	closed_at TEXT, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_assessment_finding PRIMARY KEY (id), 
	CONSTRAINT uq_assessment_finding_assessment_id_number UNIQUE (assessment_id, number), 
	CONSTRAINT fk_assessment_finding_assessment_id_assessment FOREIGN KEY(assessment_id) REFERENCES assessment (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_assessment_finding_requirement_id_requirement FOREIGN KEY(requirement_id) REFERENCES requirement (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_assessment_finding_kind_word CHECK (kind IN ('major', 'minor', 'observation')), 
	CONSTRAINT fk_assessment_finding_nonconformance_id_nonconformance FOREIGN KEY(nonconformance_id) REFERENCES nonconformance (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_assessment_finding_owner_id_user_account FOREIGN KEY(owner_id) REFERENCES user_account (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_assessment_finding_found_by_id_user_account FOREIGN KEY(found_by_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_assessment_finding_nonconformance_id ON assessment_finding (nonconformance_id);
CREATE INDEX ix_assessment_finding_requirement_id ON assessment_finding (requirement_id);
CREATE TABLE nonconformance_disposition (
	id INTEGER NOT NULL, 
	nonconformance_id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	quantity TEXT NOT NULL, 
	concession_id INTEGER, 
	note TEXT NOT NULL, 
	decided_by_id INTEGER NOT NULL, 
	decided_at TEXT NOT NULL, 
	CONSTRAINT pk_nonconformance_disposition PRIMARY KEY (id), 
	CONSTRAINT ck_nonconformance_disposition_concession_named CHECK ((kind = 'concession') = (concession_id IS NOT NULL)), 
	CONSTRAINT ck_nonconformance_disposition_quantity_above_zero CHECK (CAST(quantity AS NUMERIC) > 0), 
	CONSTRAINT fk_nonconformance_disposition_nonconformance_id_nonconformance FOREIGN KEY(nonconformance_id) REFERENCES nonconformance (id) ON DELETE RESTRICT, 
	CONSTRAINT ck_nonconformance_disposition_kind_word CHECK (kind IN ('repair', 'sort', 'rework', 'return', 'scrap', 'concession')), 
	CONSTRAINT ck_nonconformance_disposition_quantity_decimal CHECK (quantity NOT GLOB '*[^-0-9.]*' AND quantity NOT GLOB '?*-*' AND quantity NOT GLOB '*.*.*' AND quantity NOT GLOB '.*' AND quantity NOT GLOB '-.*' AND quantity NOT GLOB '0[0-9]*' AND quantity NOT GLOB '-0[0-9]*' AND quantity GLOB '*[0-9]'), 
	CONSTRAINT fk_nonconformance_disposition_concession_id_concession FOREIGN KEY(concession_id) REFERENCES concession (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_nonconformance_disposition_decided_by_id_user_account FOREIGN KEY(decided_by_id) REFERENCES user_account (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_nonconformance_disposition_concession_id ON nonconformance_disposition (concession_id);
CREATE INDEX ix_nonconformance_disposition_nonconformance_id ON nonconformance_disposition (nonconformance_id);
CREATE TABLE nonconformance_reading (
	id INTEGER NOT NULL, 
	nonconformance_id INTEGER NOT NULL, 
	reading_id INTEGER NOT NULL, 
	CONSTRAINT pk_nonconformance_reading PRIMARY KEY (id), 
	CONSTRAINT uq_nonconformance_reading_nonconformance_id_reading_id UNIQUE (nonconformance_id, reading_id), 
	CONSTRAINT fk_nonconformance_reading_nonconformance_id_nonconformance FOREIGN KEY(nonconformance_id) REFERENCES nonconformance (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_nonconformance_reading_reading_id_reading FOREIGN KEY(reading_id) REFERENCES reading (id) ON DELETE RESTRICT
)
 STRICT;
CREATE INDEX ix_nonconformance_reading_reading_id ON nonconformance_reading (reading_id);
